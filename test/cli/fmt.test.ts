/** `signpost fmt` as people and pipelines use it. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runFmt } from "../../src/cli/commands/fmt.ts";
import { createFile, replaceFile } from "../../src/cli/write-file.ts";
import { environment, makeProject, parseSaid, signpost } from "./command-line.ts";
import { listen } from "./in-process.ts";

const untidy = `zone: 'example.com' # the zone
version: 1
name:   web
endpoints: {a: {ipv4: 192.0.2.1}}
records:
    www: {to: a, ttl: 30s}
`;

const tidy = `version: 1
name: web
zone: example.com # the zone
endpoints: { a: { ipv4: 192.0.2.1 } }

records:
  www: { ttl: 30s, to: a }
`;

async function fmt(folder: string, named: readonly string[] = [], options: object = {}) {
  const heard = listen(folder);
  const code = await runFmt(heard.context, named, { format: "human", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

function read(folder: string, path = "signpost.yaml"): string {
  return readFileSync(join(folder, path), "utf8");
}

describe("writing", () => {
  test("names what it changed, once", async () => {
    const folder = makeProject({ "signpost.yaml": untidy });
    expect(await fmt(folder)).toEqual({ code: 0, out: "signpost.yaml\n", err: "Formatted: 1 file\n" });
    expect(read(folder)).toBe(tidy);
    expect(await fmt(folder)).toEqual({ code: 0, out: "", err: "" });
  });

  test("keeps the mode and the link, and leaves nothing beside them", async () => {
    const folder = makeProject({ "real.yaml": untidy });
    chmodSync(join(folder, "real.yaml"), 0o666);
    symlinkSync("real.yaml", join(folder, "signpost.yaml"));
    expect((await fmt(folder, ["signpost.yaml"])).code).toBe(0);
    expect(lstatSync(join(folder, "signpost.yaml")).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, "real.yaml")).mode & 0o777).toBe(0o666);
    expect(read(folder, "real.yaml")).toBe(tidy);
    expect(readdirSync(folder).sort()).toEqual(["real.yaml", "signpost.yaml"]);
  });

  test("keeps the line ends of Windows", async () => {
    const folder = makeProject({ "signpost.yaml": untidy.replaceAll("\n", "\r\n") });
    await fmt(folder);
    expect(read(folder)).toBe(tidy.replaceAll("\n", "\r\n"));
    expect((await fmt(folder, [], { check: true })).code).toBe(0);
  });

  test("takes directories, and JSON beside YAML", async () => {
    const json = '{"zone":"example.com","version":1,"endpoints":{"10":{"ipv4":"192.0.2.1"},"2":{}}}';
    const folder = makeProject({ "dns/a.yaml": untidy, "dns/deep/b.json": json, "dns/c.plan.json": "{}" });
    expect((await fmt(folder)).out).toBe("dns/a.yaml\ndns/deep/b.json\n");
    const ordered = '{"version":1,"zone":"example.com","endpoints":{"10":{"ipv4":"192.0.2.1"},"2":{}}}';
    // Numbers as names keep their places, which JSON.stringify alone would not.
    expect(read(folder, "dns/deep/b.json").replaceAll(/\s/gu, "")).toBe(ordered);
    expect(read(folder, "dns/deep/b.json")).toContain('\n    "10": {\n      "ipv4"');
    expect(read(folder, "dns/c.plan.json")).toBe("{}");
  });

  test("says why a file can't be written", () => {
    const folder = makeProject({ "signpost.yaml": untidy });
    expect(replaceFile(join(folder, "no/file.yaml"), "x", "no/file.yaml")).toMatchObject({
      code: "file-unwritable",
      args: { path: "no/file.yaml", reason: "ENOENT" },
    });
    expect(createFile(join(folder, "signpost.yaml"), "x", "signpost.yaml")?.code).toBe("file-exists");
    expect(read(folder)).toBe(untidy);
    expect(readdirSync(folder)).toEqual(["signpost.yaml"]);
  });
});

describe("looking", () => {
  test("--check writes nothing and exits 2 while something would change", async () => {
    const folder = makeProject({ "signpost.yaml": untidy });
    expect(await fmt(folder, [], { check: true })).toMatchObject({ code: 2, out: "signpost.yaml\n" });
    expect(read(folder)).toBe(untidy);
  });

  test("--diff is a patch that git takes", async () => {
    const folder = makeProject({ "signpost.yaml": untidy });
    const { code, out } = await fmt(folder, [], { diff: true });
    expect(code).toBe(0);
    expect(read(folder)).toBe(untidy);
    execFileSync("git", ["apply", "-"], { cwd: folder, input: out, env: { PATH: process.env.PATH ?? "" } });
    expect(read(folder)).toBe(tidy);
    expect((await fmt(folder, [], { diff: true, check: true })).out).toBe("");
  });

  test("a broken file is a diagnostic, and the others are formatted", async () => {
    const broken = "version: 1\nendpoints: {a: \n";
    const folder = makeProject({ "a.yaml": broken, "b.yaml": untidy });
    const { code, out, err } = await fmt(folder, ["a.yaml", "b.yaml", "c.yaml"]);
    expect({ code, out }).toEqual({ code: 3, out: "b.yaml\n" });
    expect(err).toContain("a.yaml:2:12: error: { is opened here");
    expect(err).toContain("c.yaml");
    expect(read(folder, "a.yaml")).toBe(broken);
  });

  test("a policy that means nothing is formatted all the same", async () => {
    const folder = makeProject({ "signpost.yaml": "records:   {}\nnonsense: [ 1 ]\n" });
    expect((await fmt(folder)).code).toBe(0);
    expect(read(folder)).toBe("records: {}\nnonsense: [1]\n");
  });

  test("JSON says which files change", async () => {
    const folder = makeProject({ "a.yaml": tidy, "b.yaml": untidy });
    const { out } = await fmt(folder, ["a.yaml", "b.yaml"], { format: "json", check: true });
    expect(parseSaid(out)).toMatchObject({
      command: "fmt",
      ok: true,
      files: [
        { file: "a.yaml", changed: false },
        { file: "b.yaml", changed: true },
      ],
    });
  });
});

describe("standard input", () => {
  function pipe(input: string | Buffer, args: readonly string[] = []) {
    const folder = makeProject();
    const command = [signpost, "fmt", "-", ...args];
    return spawnSync(process.execPath, command, {
      cwd: folder,
      env: environment(folder),
      input,
      encoding: "utf8",
    });
  }

  test("comes out formatted", () => {
    expect(pipe(untidy)).toMatchObject({ status: 0, stdout: tidy, stderr: "" });
    expect(pipe(untidy, ["--check"])).toMatchObject({ status: 2, stdout: "stdin.yaml\n" });
    expect(pipe('{"zone": "a"}').stdout).toBe('{\n  "zone": "a"\n}\n');
  });

  test("that can't be read is a diagnostic, and stdout stays empty", () => {
    expect(pipe("a: [")).toMatchObject({ status: 3, stdout: "" });
    expect(pipe(Buffer.from([0x61, 0x3a, 0xff]))).toMatchObject({ status: 3, stdout: "" });
    expect(pipe(untidy, ["other.yaml"])).toMatchObject({ status: 64, stdout: "" });
  });
});
