/** `signpost import` on the built program, as a user runs it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { a, alias, create, openWorkbench } from "../sandbox/workbench.ts";
import { asVendor, errorsIn, makeProject, parseSaid, run, small, writeIn } from "./command-line.ts";

/** A vendor whose zone has a weighted name, a failover over it, and two plain names. */
async function openVendor() {
  const bench = await openWorkbench();
  const weighted = (SetIdentifier: string, Weight: number, address: string) =>
    create(a("web.example.com.", { SetIdentifier, Weight }, address));
  await bench.change(
    weighted("blue", 3, "192.0.2.1"),
    weighted("green", 1, "192.0.2.2"),
    create(a("mail.example.com.", {}, "192.0.2.9")),
    create(a("ftp.example.com.", {}, "192.0.2.8")),
    create(alias(bench.zoneId, "www.example.com.", "web.example.com.")),
  );
  const folder = makeProject();
  return { folder, options: { folder, env: asVendor(bench.sandbox.route53Url) } };
}

const command = ["import", "example.com", "--provider", "route53"];

describe("import", () => {
  test("prints the policy alone on stdout, and the proof and what was left on stderr", async () => {
    const { folder, options } = await openVendor();
    const ended = await run(command, options);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain("  web: { weighted: { blue: 3, green: 1 } }\n");
    expect(ended.stderr).toContain("Imported 2 names: web, www\n");
    expect(ended.stderr).toContain(
      "Proved: the policy answers as the zone does now: 1 class of clients × 1 health state\n",
    );
    expect(ended.stderr).toContain("Left alone: 2 names that steer nothing");
    writeIn(folder, "web.yaml", ended.stdout);
    expect(await run(["validate", "web.yaml"], { folder })).toMatchObject({ code: 0 });
    expect(await run(["fmt", "--check", "web.yaml"], { folder })).toMatchObject({ code: 0 });
  });

  test("writes a new file, never over one that is there", async () => {
    const { folder, options } = await openVendor();
    const words = [...command, "-o", "new.yaml", "--name", "front", "mail", "www.example.com."];
    const ended = await run(words, options);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("Wrote new.yaml\nNext: ") });
    const text = readFileSync(join(folder, "new.yaml"), "utf8");
    expect(text).toContain("name: front #");
    expect(text).toContain("  mail:\n    ttl: 1m\n    to: mail\n");
    expect(text).toContain("  www:\n    ttl: 1m\n    to: { weighted: { blue: 3, green: 1 } }\n");
    const again = await run(words, options);
    expect(again).toMatchObject({ code: 8, stdout: "", stderr: expect.stringContaining("[file-exists]") });
    expect(readFileSync(join(folder, "new.yaml"), "utf8")).toBe(text);
  });

  test("says the same as JSON", async () => {
    const { options } = await openVendor();
    const ended = await run([...command, "--format", "json"], options);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(parseSaid(ended.stdout)).toMatchObject({
      command: "import",
      ok: true,
      diagnostics: [],
      provider: "route53",
      file: null,
      policy: expect.stringContaining("version: 1\n"),
      records: ["web", "www"],
      left: { plain: ["ftp.example.com", "mail.example.com"], helpers: [], owned: [], missing: [] },
      proof: { classes: 1, states: 1, exhaustive: true, differing: [], lastResort: [], ignored: [] },
    });
  });

  test("a name that isn't there, or nothing that steers: exit 5", async () => {
    const { options } = await openVendor();
    const ended = await run([...command, "nowhere", "--format", "json"], options);
    expect(ended.code).toBe(5);
    expect(errorsIn(parseSaid(ended.stdout))).toEqual(["import-name-missing"]);
    const empty = await run([...command, "--sandbox"], { folder: makeProject() });
    expect(empty).toMatchObject({ code: 5, stdout: "", stderr: expect.stringContaining("[import-nothing]") });
  });

  test("a name that a policy holds is told and left, unless it is named", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    expect(await run(["apply", "--yes", "--sandbox"], { folder })).toMatchObject({ code: 0 });
    const left = await run([...command, "--sandbox", "--format", "json"], { folder });
    expect(left.code).toBe(5);
    const named = await run([...command, "--sandbox", "www"], { folder });
    expect(named).toMatchObject({ code: 0, stderr: expect.stringContaining("Proved: ") });
    expect(named.stdout).toContain("to: { weighted: { web-a: 90, web-b: 10 } }");
  });

  test.each([
    [["import", "example.com"], "--provider"],
    [["import", "--provider", "route53"], "zone"],
    [[...command, "-o", "policy.json"], "must end in .yaml"],
    [[...command, "-o", "x.yaml", "www.example.org."], "www.example.org"],
  ])("%j is a wrong command line", async (words, said) => {
    const ended = await run(words, { folder: makeProject() });
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expect(ended.stderr).toContain(said);
  });
});
