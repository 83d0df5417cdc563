/** stdout holds the result and nothing else; colours and widths follow the environment; output is never cut. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import {
  asVendor,
  errorsIn,
  makeProject,
  parseSaid,
  readExample,
  run,
  small,
  start,
} from "./command-line.ts";

const esc = "\u001b[";

describe.concurrent("colour", () => {
  const colours = (env: Readonly<Record<string, string>>) => {
    const folder = makeProject({ "signpost.yaml": small });
    return run(["plan", "--sandbox"], { folder, env }).then(({ stdout }) => stdout.includes(esc));
  };

  test.each([
    [{}, false],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "1", TERM: "dumb" }, true],
    [{ FORCE_COLOR: "1", CI: "true" }, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "" }, true],
  ])("%j: %s", async (env, wanted) => {
    expect(await colours(env)).toBe(wanted);
  });

  test("doesn't shift what stands below it", async () => {
    const folder = makeProject({ "signpost.yaml": readExample("global-web") });
    const plain = await run(["plan", "--sandbox"], { folder });
    const painted = await run(["plan", "--sandbox"], { folder, env: { FORCE_COLOR: "1" } });
    expect(painted.stdout).not.toBe(plain.stdout);
    expect(stripVTControlCharacters(painted.stdout)).toBe(plain.stdout);
  });
});

describe.concurrent("width", () => {
  test.each([50, 80, 140])("a plan fits into %i columns", async (columns) => {
    const folder = makeProject({ "signpost.yaml": readExample("global-web") });
    const { stdout } = await run(["plan", "--sandbox"], { folder, env: { COLUMNS: String(columns) } });
    // Below 80 columns sentences are left to the terminal to break.
    const longest = Math.max(columns, 80);
    expect(stdout.split("\n").filter((line) => line.length > longest)).toEqual([]);
    for (const words of ["eu-a 90 % · eu-b 10 %", "_signpost-europe-first.www", "weighted eu-b", "75 s ✓"]) {
      expect(stdout.replaceAll(/·\n +/gu, "· ")).toContain(words);
    }
  });

  test.each(["wide", "-3", "0", "1e9", "1"])("COLUMNS=%s does no harm", async (columns) => {
    const folder = makeProject({ "signpost.yaml": small });
    const { code, stdout } = await run(["plan", "--sandbox"], { folder, env: { COLUMNS: columns } });
    expect(code).toBe(0);
    expect(stdout).toContain("web-a 90 %");
  });
});

describe.concurrent("JSON", () => {
  const invalid = small.replace("ttl: 30s", "ttl: soon");
  test.each(["validate", "compile", "simulate", "plan", "apply", "destroy"])(
    "%s parses for an invalid policy, a missing file and a good one, with nothing on stderr",
    async (command) => {
      const more = ["plan", "apply", "destroy"].includes(command) ? ["--sandbox"] : [];
      const folder = makeProject({ "good.yaml": small, "bad.yaml": invalid });
      for (const [file, codes] of [
        ["good.yaml", [0, 8]],
        ["bad.yaml", [3]],
        ["missing.yaml", [3]],
      ] as const) {
        const ended = await run([command, file, ...more, "--format", "json"], { folder });
        const said = parseSaid(ended.stdout);
        expect(codes).toContain(ended.code);
        expect(said).toMatchObject({ command, ok: ended.code === 0 });
        expect(ended.stderr).toBe("");
        expect(Object.keys(said).slice(0, 4)).toEqual(["format", "command", "ok", "diagnostics"]);
      }
    },
  );

  // As long as Signpost's patience takes.
  test("parses when nobody answers, exit 10", { timeout: 120_000 }, async () => {
    const options = { folder: makeProject({ "signpost.yaml": small }), env: asVendor("http://127.0.0.1:1") };
    const [plan, apply] = await Promise.all([
      run(["plan", "--format", "json"], options),
      run(["apply", "--yes"], options),
    ]);
    expect(plan).toMatchObject({ code: 10, stderr: "" });
    expect(errorsIn(parseSaid(plan.stdout))).toEqual(["provider-unavailable"]);
    expect(apply).toMatchObject({ code: 10, stdout: "" });
    expect(apply.stderr).toContain("can't be reached");
  });

  test("nothing in it would steer a terminal, and it means the same", async () => {
    const policy = invalid.replace("soon", '"\\u009b31m \\u202e\\U000e0041 evil"');
    const { stdout } = await run(["validate", "--format", "json"], {
      folder: makeProject({ "signpost.yaml": policy }),
    });
    expect(stdout).not.toMatch(/[\p{Cf}\u0080-\u009f]/u);
    expect(JSON.stringify(parseSaid(stdout).diagnostics)).toContain("\u202e\u{e0041} evil");
  });
});

describe.concurrent("words", () => {
  test("what a file says reaches the terminal without escapes, in frames too", async () => {
    const policy = small.replace("ttl: 30s", 'ttl: "\\e[31m\u202esoon" # \u009b2J');
    const { code, stdout } = await run(["validate"], { folder: makeProject({ "signpost.yaml": policy }) });
    expect(code).toBe(3);
    expect(stdout).toContain("soon");
    expect(stdout).not.toMatch(/[\p{Cf}\u0080-\u009f]/u);
    expect(stdout).not.toContain(esc);
  });

  test("neither does a file's own name, nor an argument", async () => {
    const folder = makeProject({ "a\u001b[31mb.yaml": small.replace("30s", "soon") });
    const { stdout } = await run(["validate", "a\u001b[31mb.yaml"], { folder });
    expect(stdout).toContain("a[31mb.yaml:11");
    expect(stdout).not.toContain(esc);
    const wrong = await run(["validate", "\u001b[31mc.yaml"], { folder });
    expect(wrong.stdout).toContain("[31mc.yaml");
    expect(wrong.stdout).not.toContain(esc);
  });

  test("warnings stand beside a result on stderr, and are the result of validate", async () => {
    const warned = small.replace(
      "web-b: { ipv4: 192.0.2.2 }",
      "web-b: { ipv4: 192.0.2.2 }\n  web-c: { ipv4: 192.0.2.3 }",
    );
    const folder = makeProject({ "signpost.yaml": warned });
    const planned = await run(["plan", "--sandbox"], { folder });
    expect(planned.stdout).toMatch(/^example\.com · route53 /u);
    expect(planned.stderr).toContain("[unused-endpoint]");
    const validated = await run(["validate"], { folder });
    expect(validated).toMatchObject({ code: 0, stderr: "" });
    expect(validated.stdout).toContain("[unused-endpoint]");
    expect(validated.stdout).toContain("1 warning");
  });
});

describe.concurrent("pipes", () => {
  /** Enough records for an output of some 600 kB, more than any pipe takes at once. */
  const large = `${small}${Array.from({ length: 700 }, (_, n) => `  r${n}:\n    ttl: 30s\n    to: { weighted: { web-a: 1, web-b: 1 } }\n`).join("")}`;
  const compile = ["compile", "--format", "json"];

  test("a slow reader gets everything", async () => {
    const folder = makeProject({ "signpost.yaml": large });
    const { child } = start(compile, { folder });
    const closed = once(child, "close");
    const chunks: string[] = [];
    child.stdout.removeAllListeners("data");
    child.stdout.pause();
    await sleep(1000);
    for await (const chunk of child.stdout) {
      chunks.push(String(chunk));
      if (chunks.length < 10) await sleep(20);
    }
    expect(await closed).toEqual([0, null]);
    const text = chunks.join("");
    expect(text.length).toBeGreaterThan(300_000);
    const { recordSets } = parseSaid(text);
    expect(recordSets).toHaveLength(1402);
  });

  test("a reader that leaves early, as head does, ends it quietly", async () => {
    const folder = makeProject({ "signpost.yaml": large });
    const { child, ended } = start(compile, { folder });
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: "" });
  });

  test("nobody reads stderr", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { child, ended } = start(["apply", "--sandbox", "--yes"], { folder });
    child.stderr.destroy();
    expect((await ended).code).toBe(0);
  });
});
