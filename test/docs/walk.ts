/** A page that is walked through as a reader would: its files written, its commands run, in order, in one folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { environment, makeProject, root, signpost, writeIn } from "../cli/command-line.ts";

/** A block of the page, at its line. */
export interface Step {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** What a reader does at each block: `yaml` that begins with a file's name, `diff` of that file, `$ commands`. */
export function readSteps(page: string): readonly Step[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].flatMap((block) => {
    const [, language = "", inner = ""] = block;
    const isStep = language === "yaml" || language === "diff" || inner.startsWith("$ ");
    const line = text.slice(0, block.index).split("\n").length;
    return isStep ? [{ line, language, text: inner }] : [];
  });
}

/** `dig @127.0.0.1 -p PORT +short NAME` as far as a page needs it, of the sandbox that runs. */
const dig = `#!/usr/bin/env node
const { Resolver } = require("node:dns").promises;
const resolver = new Resolver();
resolver.setServers(["127.0.0.1:" + process.env.DNS_PORT]);
resolver.resolve4(process.argv.at(-1)).then((found) => console.log(found.join("\\n")));
`;

/** The built command line, with the words that it is given. */
const asIs = `exec "${process.execPath}" "${signpost}" "$@"`;

/** What somebody with an account and a terminal types, as the sandbox takes it: the yes is given beforehand. */
export const inSandbox = `case "$1" in
  apply | adopt | destroy) set -- "$@" --sandbox --yes ;;
  plan | drift | drain | ramp | verify) set -- "$@" --sandbox ;;
esac
${asIs}`;

/** Ports are whatever is free. */
const withoutPorts = (text: string) => text.replace(/(127\.0\.0\.1(?::| port ))\d+/gu, "$1PORT");

export class Walk {
  readonly folder = makeProject();
  readonly #tools: string;
  readonly #served: ChildProcess[] = [];
  #file = "";
  #dnsPort = "";

  /** @param command - what `signpost` does, as a shell script */
  constructor(command = asIs) {
    this.#tools = makeProject({ signpost: `#!/bin/sh\n${command}\n`, dig });
    for (const tool of ["signpost", "dig"]) chmodSync(join(this.#tools, tool), 0o755);
    // Before the folders go, which they do in the module that made them.
    afterAll(() => {
      for (const child of this.#served) child.kill("SIGKILL");
    });
  }

  async take({ language, text }: Step): Promise<void> {
    if (language === "yaml") this.#write(text);
    else if (language === "diff") this.#edit(text);
    else for (const one of text.split(/^\$ /mu).slice(1)) await this.#carryOut(one);
  }

  #write(text: string): void {
    this.#file = /^# (\S+)\n/u.exec(text)?.[1] ?? "";
    expect(this.#file, "the first line names the file").not.toBe("");
    writeIn(this.folder, this.#file, text.slice(text.indexOf("\n") + 1));
  }

  #edit(text: string): void {
    const lines = text.trimEnd().split("\n");
    const side = (without: string) =>
      lines.flatMap((line) => (line.startsWith(without) ? [] : [`${line.slice(1)}\n`])).join("");
    const before = readFileSync(join(this.folder, this.#file), "utf8");
    expect(before).toContain(side("+"));
    writeIn(
      this.folder,
      this.#file,
      before.replace(side("+"), () => side("-")),
    );
  }

  async #carryOut(one: string): Promise<void> {
    const end = one.indexOf("\n");
    const [command, shown] = [one.slice(0, end), one.slice(end + 1)];
    if (command === "signpost sandbox") expectShown(shown, await this.#serve());
    else expectShown(shown, await this.run(command));
  }

  /** Runs a command that has to end well, and gives what it said. */
  async run(command: string): Promise<string> {
    const { code, said } = await this.#run(command);
    expect({ command, code, said }).toEqual({ command, code: 0, said });
    return said;
  }

  #start(command: string): ChildProcess {
    const who = { NAME: "A reader", EMAIL: "reader@example.com" };
    // One stream, as on a terminal.
    return spawn("sh", ["-c", `exec 2>&1\n${command}`], {
      cwd: this.folder,
      env: environment(this.folder, {
        PATH: `${this.#tools}:${process.env.PATH ?? ""}`,
        COLUMNS: "100",
        DNS_PORT: this.#dnsPort,
        GIT_CONFIG_NOSYSTEM: "1",
        ...Object.fromEntries(
          Object.entries(who).flatMap(([what, is]) => [
            [`GIT_AUTHOR_${what}`, is],
            [`GIT_COMMITTER_${what}`, is],
          ]),
        ),
      }),
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  #run(command: string): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = this.#start(command);
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, said }));
    });
  }

  /** `signpost sandbox`, which stays until the end of the page. */
  #serve(): Promise<string> {
    const child = this.#start("exec signpost sandbox --port 0 --dns-port 0 --cloudflare-dns-port 0");
    this.#served.push(child);
    return new Promise((resolve, reject) => {
      let said = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const port = /Route 53 .* DNS at 127\.0\.0\.1 port (\d+)/u.exec(said)?.[1];
        if (port === undefined) return;
        this.#dnsPort = port;
        resolve(said);
      });
      child.once("close", () => reject(new Error(`the sandbox ended: ${said}`)));
    });
  }
}

/** Every line that is shown was said, and in this order; "…" is something left out. */
function expectShown(shown: string, said: string): void {
  const lines = withoutPorts(said).split("\n");
  let [from, gap] = [0, true];
  for (const line of withoutPorts(shown).trimEnd().split("\n")) {
    if (line === "…" || line === "") {
      gap ||= line === "…";
      continue;
    }
    while (!gap && lines[from] === "") from += 1;
    const at = gap ? lines.indexOf(line, from) : lines[from] === line ? from : -1;
    if (at < 0) expect(lines.slice(from).join("\n"), "what follows what was shown").toContain(line);
    expect(at, `in order, without a line left out: ${line}`).toBeGreaterThanOrEqual(0);
    [from, gap] = [at + 1, false];
  }
}
