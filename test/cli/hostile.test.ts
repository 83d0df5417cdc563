/** The built program on files that are made to hurt: an error in words, exit 3, and soon. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeProject, run } from "./command-line.ts";

const megabyte = 1024 * 1024;
/** Seconds of CPU, which don't depend on what else the machine does. */
const soon = 2;

/** Has a run write down its CPU time as it ends. */
const timer =
  'import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(process.env.CPU_TIME,JSON.stringify(process.cpuUsage())))';

async function validate(files: Readonly<Record<string, string | Uint8Array>>, ...options: readonly string[]) {
  const folder = makeProject(files);
  const log = join(folder, "cpu-time");
  const env = { CPU_TIME: log, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(timer)}` };
  const ended = await run(["validate", "--root", ".", ...options, ...Object.keys(files)], { folder, env });
  const { user, system }: { user: number; system: number } = JSON.parse(readFileSync(log, "utf8"));
  return { ...ended, seconds: (user + system) / 1e6 };
}

const bomb = Array.from({ length: 30 }, (_, level) =>
  level === 0 ? "a0: &a0 [x, x]" : `a${level}: &a${level} [${"*a".concat(`${level - 1}, `).repeat(9)}]`,
).join("\n");

test.each<readonly [string, string, string | Uint8Array, string]>([
  ["ten megabytes", "p.yaml", "a: 1\n".repeat(2 * megabyte), "file-too-large"],
  ["more signs than anybody writes", "p.yaml", "-\n".repeat(2 * megabyte), "file-too-complex"],
  [
    "a million keys",
    "p.yaml",
    Array.from({ length: 4e5 }, (_, at) => `k${at}:\n`).join(""),
    "file-too-complex",
  ],
  ["a million keys of JSON", "p.json", `{${'"k":1,'.repeat(6e5)}"k":1}`, "file-too-complex"],
  ["deep nesting", "p.yaml", "[".repeat(megabyte), "file-too-deep"],
  ["aliases that double and double", "p.yaml", bomb, "yaml-alias-expansion"],
  [
    "a picture",
    "p.yaml",
    Buffer.concat([Buffer.from("\x89PNG\r\n"), Buffer.alloc(3 * megabyte, 7)]),
    "file-not-text",
  ],
  ["bytes that are no text", "p.yaml", Buffer.alloc(3 * megabyte, 0xe9), "file-encoding"],
])("%s", async (_, path, content, code) => {
  const ended = await validate({ [path]: content });
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain(`[${code}]`);
  expect(ended.stdout + ended.stderr).not.toMatch(/^ {4}at |node:internal|\[internal\]/mu);
  expect(ended.seconds).toBeLessThan(soon);
});

test("names that look like others, or like parts of JavaScript", async () => {
  const policy = (name: string, zone: string, endpoint: string) =>
    `version: 1\nname: ${name}\nzone: ${zone}\nendpoints: { ${endpoint}: { ipv4: 192.0.2.1 } }\nrecords: { www: { ttl: 60s, to: ${endpoint} } }\n`;
  const ended = await validate({
    "alphabets.yaml": policy("a", "ex\u0430mple.com", "web"),
    "prototype.yaml": policy("b", "example.net", "__proto__"),
    "prototype.json": '{ "__proto__": { "records": {} }, "constructor": 1, "toString": 2 }',
    "unicode.yaml": policy("c", "b\u00fccher.example", "web"),
  });
  expect(ended.code).toBe(3);
  for (const code of ["bad-domain-name", "bad-name", "part-unused"])
    expect(ended.stdout).toContain(`[${code}]`);
  expect(ended.stdout).toContain("xn--bcher-kva.example");
  expect(ended.stdout + ended.stderr).not.toMatch(/^ {4}at |\[internal\]/mu);
  expect(ended.seconds).toBeLessThan(soon);
});

test("a larger file is read when that is asked for", async () => {
  const small = `version: 1\nname: web\nzone: example.com\nproviders: { route53: {} }\nendpoints: { a: { ipv4: 192.0.2.1 } }\nrecords: { www: { ttl: 300s, to: a } }\n`;
  const large = { "p.yaml": `${small}# ${"x".repeat(5 * megabyte)}\n` };
  const refused = await validate(large);
  expect([refused.code, refused.stdout]).toEqual([3, expect.stringContaining("--max-file-size 6MiB")]);
  expect((await validate(large, "--max-file-size", "6MiB")).code).toBe(0);
  expect((await validate({ "p.yaml": small }, "--max-file-size", "100")).stdout).toContain(
    "[file-too-large]",
  );
});

test.each(["-1", "0", "8 apples", "4GiB", "many"])("%s is no size of a file", async (size) => {
  const ended = await run(["validate", `--max-file-size=${size}`]);
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain("8MiB");
});
