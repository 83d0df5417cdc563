/** `signpost completion`: scripts that complete in the shells themselves. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { runCompletion, type Shell } from "../../src/cli/commands/completion.ts";
import { listCommands } from "../../src/cli/completion/table.ts";
import { describeProgram } from "../../src/cli/program.ts";
import { makeProject } from "./command-line.ts";
import { found } from "./found.ts";
import { listen } from "./in-process.ts";

function describeHere(): Command {
  const signals = { signal: new AbortController().signal, arm() {}, disarm() {}, received: () => null };
  return describeProgram({ context: listen("").context, signals, version: "0.0.0", onEnd() {} });
}

const program = describeHere();
const commands = listCommands(program);

function scriptFor(shell: Shell): string {
  const heard = listen("");
  expect(runCompletion(heard.context, shell, program)).toBe(0);
  return heard.out();
}

/** A folder with a script, two policies, a directory and something else. */
function makeFolder(shell: Shell): string {
  return makeProject({
    [`completion.${shell}`]: scriptFor(shell),
    "signpost.yaml": "",
    "with space.yml": "",
    "notes.txt": "",
    "dns/web.json": "",
  });
}

test("the table holds every command with its options", () => {
  const names = commands.map(({ path }) => path.join(" "));
  for (const { path } of commands.slice(1)) expect(names).toContain(path.slice(0, -1).join(" "));
  expect(names).toEqual(expect.arrayContaining(program.commands.map((one) => one.name())));
  const plan = commands.find(({ path }) => path[0] === "plan");
  expect(plan?.arguments).toEqual({ kind: "files" });
  expect(plan?.options).toContainEqual({
    short: "-v",
    long: "--verbose",
    description: "say more: notes, and each resource",
    name: "",
    value: { kind: "nothing" },
  });
  const strategy = commands
    .find(({ path }) => path[0] === "init")
    ?.options.find(({ long }) => long === "--strategy");
  expect(strategy?.value).toEqual({ kind: "words", words: ["single", "weighted", "failover", "geo"] });
});

/** Words as they stand on the command line; the last one is being typed. */
const typed: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["val"], ["validate"]],
  [[""], ["init", "validate", "plan", "fmt", "help"]],
  [["plan", "--verb"], ["--verbose"]],
  [["plan", "-v", "--sand"], ["--sandbox"]],
  [
    ["compile", "--format", ""],
    ["human", "json"],
  ],
  [["simulate", "--record", "plan", "--a"], ["--at"]],
  [["simulate", "--type", "AA"], ["AAAA"]],
  [["plan", "--provider", "rou"], ["route53"]],
  [["explain", "failover-unch"], ["failover-unchecked"]],
  [["completion", "z"], ["zsh"]],
  [["help", "simu"], ["simulate"]],
  [["fmt", "sign"], ["signpost.yaml"]],
  [["plan", "dn"], ["dns/"]],
  [["plan", "--root", ""], ["dns/"]],
  [["plan", "not"], []],
  [["simulate", "--record", ""], []],
];

/** With many more words than those that are named here. */
function expectOffers(offered: readonly string[], wanted: readonly string[]): void {
  if (wanted.length < 3) expect(offered).toEqual(wanted);
  else expect(offered).toEqual(expect.arrayContaining([...wanted]));
}

describe("bash", () => {
  function complete(words: readonly string[]): readonly string[] {
    const folder = makeFolder("bash");
    const driver = `source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _signpost; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["--norc", "-c", driver, "bash", "signpost", ...words], {
      cwd: folder,
      encoding: "utf8",
    });
    return out.split("\n").filter((word) => word !== "");
  }

  test.each(typed)("%j", (words, wanted) => {
    // readline adds the slash behind a directory by itself.
    expectOffers(
      complete(words),
      wanted.map((word) => word.replace(/\/$/u, "")),
    );
  });

  test("takes --format=json, which bash makes three words, and files with spaces", () => {
    expect(complete(["plan", "--format", "=", "j"])).toEqual(["json"]);
    expect(complete(["compile", "--format", "="])).toEqual(["human", "json"]);
    expect(complete(["plan", "with"])).toEqual(["with space.yml"]);
  });

  test("is registered for signpost, and says nothing when it is loaded", () => {
    const folder = makeFolder("bash");
    const out = execFileSync("bash", ["--norc", "-c", "source completion.bash; complete -p signpost"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(out).toBe("complete -F _signpost signpost\n");
  });
});

describe.runIf(found("fish"))("fish", () => {
  test("all of them", () => {
    const folder = makeFolder("fish");
    const lines = typed.map(([words]) => ["signpost", ...words].join(" "));
    writeFileSync(join(folder, "lines"), `${lines.join("\n")}\n`);
    const driver =
      "source completion.fish; while read -l line; echo; complete -C $line | cut -f1; echo .; end < lines";
    const env = { PATH: process.env.PATH ?? "", HOME: folder };
    const out = execFileSync("fish", ["--no-config", "-c", driver], { cwd: folder, encoding: "utf8", env });
    const offers = out
      .split("\n.\n")
      .slice(0, -1)
      .map((block) => block.split("\n").filter((word) => word !== ""));
    expect(offers).toHaveLength(typed.length);
    for (const [position, [words, wanted]] of typed.entries()) {
      // fish completes files by any part of their names, and shows all of them.
      if (words.includes("not") || words.includes("dn")) continue;
      expectOffers([...(offers[position] ?? [])].sort(), wanted.length < 3 ? [...wanted].sort() : wanted);
    }
  });
});

describe.runIf(found("zsh"))("zsh", () => {
  /** Types into a shell of its own, and waits for what appears. */
  const driver = String.raw`
zmodload zsh/zpty
export TERM=xterm
zpty shell zsh -f -i
zpty -w shell "PROMPT='% '; autoload -Uz compinit; compinit -D -u; source completion.zsh; print rea''dy"
zpty -r -m shell out '*ready*'
while IFS=$'\t' read -r keys wanted; do
  zpty -n -w shell $'\C-u'"$keys"$'\t'
  zpty -r -m shell out "*$wanted*"
  print -r -- "$keys"
done < lines
zpty -d shell
`;

  test("commands, options, values and files", () => {
    const folder = makeFolder("zsh");
    const lines = [
      ["signpost val", "signpost validate"],
      ["signpost plan --sandb", "--sandbox"],
      ["signpost plan --form", "--format"],
      ["signpost validate --format=j", "=json"],
      ["signpost simulate --type AA", "AAAA"],
      ["signpost explain failover-unche", "failover-unchecked"],
      ["signpost completion f", "fish"],
      ["signpost fmt signp", "signpost.yaml"],
    ];
    writeFileSync(join(folder, "lines"), lines.map((line) => `${line.join("\t")}\n`).join(""));
    const env = { PATH: process.env.PATH ?? "", HOME: folder };
    const out = execFileSync("zsh", ["-f", "-c", driver], {
      cwd: folder,
      encoding: "utf8",
      env,
      timeout: 15_000,
    });
    expect(out.trim().split("\n")).toEqual(lines.map(([keys]) => keys));
  });

  test("works as a file of fpath too", () => {
    const folder = makeProject({ "functions/_signpost": scriptFor("zsh") });
    const script =
      "fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -D -u; print $_comps[signpost]";
    const env = { PATH: process.env.PATH ?? "", HOME: folder };
    expect(execFileSync("zsh", ["-f", "-c", script], { cwd: folder, encoding: "utf8", env })).toBe(
      "_signpost\n",
    );
  });
});
