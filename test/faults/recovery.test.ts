/** A run that is broken off and gone on with, as a user does it. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorsIn, makeProject, parseSaid, run, small, writeIn } from "../cli/command-line.ts";
import { listChecks } from "../provider/lab.ts";
import { a, upsert } from "../sandbox/workbench.ts";
import { checked, interruptAt, journalsIn, openVendor, shown } from "./broken-runs.ts";

describe("the journal", () => {
  test("is its owner's alone, its path is in the JSON, and no credentials are in it", async () => {
    const vendor = await openVendor();
    const { code, stdout } = await run(["apply", "--yes", "--format", "json"], vendor.options);
    expect(code).toBe(0);
    const [path = "", ...more] = journalsIn(vendor.folder);
    expect(more).toEqual([]);
    expect(parseSaid(stdout)).toMatchObject({ results: [{ journal: path }] });
    expect(path).toMatch(/\/\d{8}T\d{6}\.\d{3}Z-web-route53\.jsonl$/u);
    expect(statSync(join(vendor.folder, path)).mode & 0o777).toBe(0o600);
    expect(statSync(join(vendor.folder, ".signpost/journal")).mode & 0o777).toBe(0o700);
    const text = readFileSync(join(vendor.folder, path), "utf8");
    expect(text).not.toMatch(/AKIDEXAMPLE|127\.0\.0\.1/u);
    expect(text).toContain('"outcome":"done"');
    // Nothing to write, no journal.
    await run(["apply", "--yes"], vendor.options);
    expect(journalsIn(vendor.folder)).toHaveLength(1);
  });

  test("that can't be made means that nothing is written; --journal puts it elsewhere", async () => {
    const vendor = await openVendor();
    writeFileSync(join(vendor.folder, ".signpost"), "in the way");
    const refused = await run(["apply", "--yes"], vendor.options);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("[journal-unwritable]");
    expect(refused.stderr).toContain("--journal");
    expect(await vendor.list()).toEqual([]);
    const elsewhere = await run(["apply", "--yes", "--journal", "logs"], vendor.options);
    expect(elsewhere.code).toBe(0);
    expect(readdirSync(join(vendor.folder, "logs"))).toHaveLength(1);
  });
});

describe("Ctrl-C", () => {
  test("once: what is done and what isn't, and both ways from there; going on finishes it", async () => {
    const vendor = await openVendor(checked);
    const ended = await interruptAt(vendor, "CreateHealthCheck");
    expect(ended.code).toBe(7);
    const [path = ""] = journalsIn(vendor.folder);
    expect(ended.stderr).toContain(`To go on:   signpost apply --resume ${path}\n`);
    expect(ended.stderr).toContain(`To go back: signpost rollback ${path}\n`);
    const resumed = await run(["apply", "--resume", path, "--yes"], vendor.options);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stdout).toContain("Applied: 3 added");
    expect((await run(["plan", "--detailed-exitcode"], vendor.options)).code).toBe(0);
  });

  test("once, then back: as if nothing had been", async () => {
    const vendor = await openVendor(checked);
    await interruptAt(vendor, "CreateHealthCheck");
    const [path = ""] = journalsIn(vendor.folder);
    const back = await run(["rollback", path, "--yes"], vendor.options);
    expect(back.code).toBe(0);
    const again = await run(["rollback", path, "--yes"], vendor.options);
    expect(again).toMatchObject({ code: 0, stdout: "No changes: all is as it was before that run.\n" });
    // Who reads the report alone is told as well.
    const out = join(vendor.folder, "report.json");
    expect((await run(["rollback", path, "--yes", "--out-json", out], vendor.options)).code).toBe(0);
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ command: "rollback", ok: true });
    // What lets nothing pass is told, and no reason to stop: a rollback is finished by doing it again.
    const unused = ["rollback", path, "--yes", "--allow", "max-shift=www"];
    expect(await run(unused, vendor.options)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("allow-unused"),
    });
    expect(await vendor.list()).toEqual([]);
  });

  test("what was let pass when it was begun is let pass when it is gone on with", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    writeIn(vendor.folder, "signpost.yaml", checked.replace("web-a: 90, web-b: 10", "web-a: 20, web-b: 80"));
    const args = ["apply", "--yes", "--allow", "max-shift=www"];
    expect((await interruptAt(vendor, "CreateHealthCheck", 1, args)).code).toBe(7);
    const path = journalsIn(vendor.folder).at(-1) ?? "";
    expect((await run(["apply", "--resume", path, "--yes"], vendor.options)).code).toBe(0);
    expect((await run(["plan", "--detailed-exitcode"], vendor.options)).code).toBe(0);
  });

  test("an adoption that broke off goes on with the same names alone", async () => {
    const vendor = await openVendor(`${small.trimEnd()}\n  api: { ttl: 30, to: web-a }\n`);
    await vendor.change(upsert(a("api.example.com", { TTL: 30 }, "192.0.2.1")));
    const args = ["adopt", "api", "--yes"];
    const broken = await interruptAt(vendor, "ChangeResourceRecordSets", 2, args);
    expect(broken.signal).toBe("SIGINT");
    const [path = ""] = journalsIn(vendor.folder);
    const resumed = await run(["apply", "--resume", path, "--yes"], vendor.options);
    expect(resumed.code).toBe(0);
    expect(await shown(vendor)).not.toContain("www.example.com");
  });

  test("a destroy that was to leave one answer leaves it when it is gone on with, and so does who finishes that", async () => {
    const vendor = await openVendor(checked);
    await run(["apply", "--yes"], vendor.options);
    const args = ["destroy", "--to", "web-a", "--yes"];
    expect((await interruptAt(vendor, "ChangeResourceRecordSets", 2, args)).signal).toBe("SIGINT");
    const path = journalsIn(vendor.folder).at(-1) ?? "";
    const again = ["apply", "--resume", path, "--yes"];
    expect((await interruptAt(vendor, "DeleteHealthCheck", 2, again)).signal).toBe("SIGINT");
    const second = journalsIn(vendor.folder).at(-1) ?? "";
    expect(second).not.toBe(path);
    expect((await run(["apply", "--resume", second, "--yes"], vendor.options)).code).toBe(0);
    const [set, ...more] = (await vendor.list()).filter(({ Type }) => Type === "A");
    expect(set).toMatchObject({
      Name: "www.example.com.",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.1" }],
    });
    expect(more).toEqual([]);
    expect(await listChecks(vendor.client)).toEqual([]);
  });

  test("twice: names what isn't known, and both ways lead on", async () => {
    const vendor = await openVendor();
    const ended = await interruptAt(vendor, "ChangeResourceRecordSets", 2);
    expect(ended).toMatchObject({ code: null, signal: "SIGINT" });
    const [path = ""] = journalsIn(vendor.folder);
    expect(ended.stderr).toContain(
      "whether it was done is not known: change www.example.com (3 changes in one batch)\n",
    );
    expect(ended.stderr).toContain(`signpost apply --resume ${path}\n`);
    expect((await run(["apply", "--resume", path, "--yes"], vendor.options)).code).toBe(0);
    expect((await run(["plan", "--detailed-exitcode"], vendor.options)).code).toBe(0);
  });
});

describe("apply --resume", () => {
  test("of a run that came to its end says so, exit 0", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    const [path = ""] = journalsIn(vendor.folder);
    const ended = await run(["apply", "--resume", path], vendor.options);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("came to its end");
    const { stdout } = await run(["apply", "--resume", path, "--format", "json"], vendor.options);
    expect(parseSaid(stdout)).toMatchObject({ ok: true, command: "apply" });
  });

  test("refuses a policy that changed, or is gone, and no journal: exit 6", async () => {
    const vendor = await openVendor(checked);
    await interruptAt(vendor, "CreateHealthCheck");
    const [path = ""] = journalsIn(vendor.folder);
    writeIn(vendor.folder, "signpost.yaml", checked.replace("web-a: 90", "web-a: 80"));
    const refusals: readonly (readonly [string, readonly string[]])[] = [
      ["journal-policy-changed", ["apply", "--resume", path, "--yes"]],
      ["journal-unreadable", ["apply", "--resume", "signpost.yaml", "--yes"]],
      ["journal-unreadable", ["rollback", "nowhere.jsonl", "--yes"]],
    ];
    for (const [code, args] of refusals) {
      const ended = await run([...args, "--format", "json"], vendor.options);
      expect(ended.code).toBe(6);
      expect(errorsIn(parseSaid(ended.stdout))).toEqual([code]);
    }
    writeIn(vendor.folder, "signpost.yaml", checked.replace("name: web", "name: other"));
    const gone = await run(["rollback", path, "--yes"], vendor.options);
    expect(gone.code).toBe(6);
    expect(gone.stderr).toContain("[journal-policy-gone]");
    writeIn(vendor.folder, "signpost.yaml", checked.replace("route53: {}", "cloudflare: {}"));
    const elsewhere = await run(["rollback", path, "--yes"], vendor.options);
    expect(elsewhere.code).toBe(6);
    expect(elsewhere.stderr).toContain("at Route 53, where signpost.yaml doesn't send it any more");
    // However it is written, it means the same.
    writeIn(vendor.folder, "signpost.yaml", `# a comment\n${checked}`);
    expect((await run(["apply", "--resume", path, "--yes"], vendor.options)).code).toBe(0);
  });

  test("says so where it was taken elsewhere, as a workflow's artifact is, and not even the folder is there", async () => {
    const vendor = await openVendor(checked);
    writeIn(vendor.folder, "dns/web.yaml", checked);
    await run(["apply", "--yes", "dns/web.yaml"], vendor.options);
    const [path = ""] = journalsIn(vendor.folder);
    const elsewhere = makeProject({ "j.jsonl": readFileSync(join(vendor.folder, path), "utf8") });
    for (const args of [
      ["rollback", "j.jsonl"],
      ["apply", "--resume", "j.jsonl"],
    ]) {
      const ended = await run([...args, "--yes"], { ...vendor.options, folder: elsewhere });
      expect(ended.stderr).not.toContain("mistake in Signpost");
      expect([0, 6]).toContain(ended.code);
    }
  });

  test("takes no policy files and no options that the journal knows", async () => {
    for (const more of [["web.yaml"], ["--sandbox"], ["--provider", "route53"], ["--root", "."]]) {
      expect((await run(["apply", "--resume", "x.jsonl", ...more])).code).toBe(64);
    }
  });
});
