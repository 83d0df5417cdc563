/** Runs the built command line as a user does: a process of its own, in a folder of its own. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { afterAll } from "vitest";

export const root = join(import.meta.dirname, "../..");
export const signpost = join(root, "bin/signpost.js");

/** How a run ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly folder?: string;
  /** Beside PATH and a home without any settings. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr has said this. */
  said(words: string): Promise<void>;
}

/** Starts a run. Its stdin is empty and no terminal. */
export function start(args: readonly string[], { folder = root, env = {} }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [signpost, ...args], {
    cwd: folder,
    env: environment(folder, env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end();
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(words)) resolve();
        };
        child.stderr.on("data", look);
        child.once("close", () => reject(new Error(`it ended without saying ${words}: ${stderr}`)));
        look();
      }),
  };
}

/** Runs to the end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** What a run sees of the world: nothing of whoever runs the tests. */
export function environment(
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
}

const folders: string[] = [];
// Not after each test: they run at the same time, since a run mostly waits for its process.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder with these files, gone after the tests of the file. */
export function makeProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "signpost-cli-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) writeIn(folder, path, content);
  return folder;
}

export function writeIn(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

export function readExample(name: string): string {
  return readFileSync(join(root, "examples", `${name}.yaml`), "utf8");
}

/** Something that talks to an endpoint with made-up credentials, as to the vendor itself. */
export function asVendor(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_ROUTE_53: endpoint,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
  };
}

/** What a command said in JSON: the part that all of them share. */
export interface Said {
  readonly format: number;
  readonly command: string | null;
  readonly ok: boolean;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly hint: string | null;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

/** Parses stdout, which must be JSON and of the shape that every command shares. */
export function parseSaid(stdout: string): Said & Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(stdout);
  if (!isSaid(value)) throw new Error(`no envelope: ${stdout}`);
  return value;
}

function isSaid(value: unknown): value is Said & Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  if (!("format" in value && "command" in value && "ok" in value && "diagnostics" in value)) return false;
  return value.format === 1 && typeof value.ok === "boolean" && Array.isArray(value.diagnostics);
}

/** The codes of the errors among them. */
export function errorsIn({ diagnostics }: Said): readonly string[] {
  return diagnostics.flatMap(({ severity, code }) => (severity === "error" ? [code] : []));
}

/** A small policy with one record of two weighted endpoints, without checks. */
export const small = `version: 1
name: web
zone: example.com
providers:
  route53: {}
endpoints:
  web-a: { ipv4: 192.0.2.1 }
  web-b: { ipv4: 192.0.2.2 }
records:
  www:
    ttl: 30s
    to: { weighted: { web-a: 90, web-b: 10 } }
`;

/** The small policy with other weights. */
export function weighing(a: number, b: number): string {
  return small.replace("web-a: 90, web-b: 10", `web-a: ${a}, web-b: ${b}`);
}
