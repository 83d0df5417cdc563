/** A run that is broken off, gone on with and taken back, as a user does it. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RequestObserver } from "../../src/sandbox/route53/server.ts";
import { a, openWorkbench, upsert } from "../sandbox/workbench.ts";
import {
  asVendor,
  errorsIn,
  makeProject,
  parseSaid,
  type Running,
  run,
  small,
  start,
  weighing,
  writeIn,
} from "./command-line.ts";

const checked = small
  .replace("endpoints:", "healthChecks:\n  up: { type: http, path: /up }\nendpoints:")
  .replaceAll(/192\.0\.2\.\d/gu, (address) => `${address}, healthCheck: up`);

async function openVendor(policy = small) {
  const bench = await openWorkbench({
    onRequest: async (operation, body) => vendor.interfere?.(operation, body),
  });
  const folder = makeProject({ "signpost.yaml": policy });
  const options = { folder, env: asVendor(bench.sandbox.route53Url) };
  const interfere: RequestObserver | null = null;
  const vendor = { ...bench, folder, options, interfere: interfere as RequestObserver | null };
  return vendor;
}

type Vendor = Awaited<ReturnType<typeof openVendor>>;

/** Presses Ctrl-C at the first request of this sort, so often; it is answered a moment later. */
async function interruptAt(vendor: Vendor, operation: string, times = 1, args = ["apply", "--yes"]) {
  const running = start(args, vendor.options);
  vendor.interfere = async (seen) => {
    if (seen !== operation) return;
    vendor.interfere = null;
    await press(running, times);
  };
  return running.ended;
}

async function press({ child, said, ended }: Running, times: number) {
  child.kill("SIGINT");
  await said("Interrupted");
  if (times > 1) {
    child.kill("SIGINT");
    await ended;
  } else await sleep(50);
}

function journalsIn(folder: string): readonly string[] {
  const into = join(folder, ".signpost/journal");
  return existsSync(into) ? readdirSync(into).map((name) => join(".signpost/journal", name)) : [];
}

async function shown({ list }: Vendor) {
  return JSON.stringify(await list()).replaceAll(/;t=\d+|"HealthCheckId":"[^"]*"/gu, "");
}

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
    // However it is written, it means the same.
    writeIn(vendor.folder, "signpost.yaml", `# a comment\n${checked}`);
    expect((await run(["apply", "--resume", path, "--yes"], vendor.options)).code).toBe(0);
  });

  test("takes no policy files and no options that the journal knows", async () => {
    for (const more of [["web.yaml"], ["--sandbox"], ["--provider", "route53"], ["--root", "."]]) {
      expect((await run(["apply", "--resume", "x.jsonl", ...more])).code).toBe(64);
    }
  });
});

describe("rollback", () => {
  test("shows who gets what now and after, asks, and goes back; then forth again", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    const was = await shown(vendor);
    writeIn(vendor.folder, "signpost.yaml", weighing(50, 50));
    expect((await run(["apply", "--yes"], vendor.options)).code).toBe(0);
    const is = await shown(vendor);
    const path = journalsIn(vendor.folder).at(-1) ?? "";
    const unasked = await run(["rollback", path], vendor.options);
    expect(unasked.code).toBe(8);
    expect(unasked.stdout).toMatch(/web-a 50 % · web-b 50 % +web-a 90 % · web-b 10 %/u);
    expect(await shown(vendor)).toBe(is);
    const back = await run(["rollback", path, "--yes", "--format", "json"], vendor.options);
    expect(back.code).toBe(0);
    expect(parseSaid(back.stdout)).toMatchObject({
      command: "rollback",
      ok: true,
      results: [{ failed: null }],
    });
    expect(await shown(vendor)).toBe(was);
    const own = journalsIn(vendor.folder).at(-1) ?? "";
    expect((await run(["rollback", own, "--yes"], vendor.options)).code).toBe(0);
    expect(await shown(vendor)).toBe(is);
  });

  test("is held to the guards, and takes what it is told to let pass", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    const was = await shown(vendor);
    writeIn(vendor.folder, "signpost.yaml", weighing(20, 80));
    expect((await run(["apply", "--yes", "--allow", "max-shift=www"], vendor.options)).code).toBe(0);
    const path = journalsIn(vendor.folder).at(-1) ?? "";
    const blocked = await run(["rollback", path, "--yes"], vendor.options);
    expect(blocked.code).toBe(5);
    expect(blocked.stderr).toContain("--allow max-shift=www");
    const back = await run(["rollback", path, "--yes", "--allow", "max-shift=www"], vendor.options);
    expect(back.code).toBe(0);
    expect(await shown(vendor)).toBe(was);
  });

  test("never overwrites what somebody changed since: exit 9", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    const [path = ""] = journalsIn(vendor.folder);
    const [set] = await vendor.list();
    if (set === undefined) throw new Error("nothing was applied");
    await vendor.change(upsert({ ...set, Weight: 200 }));
    const before = await shown(vendor);
    const ended = await run(["rollback", path, "--yes"], vendor.options);
    expect(ended.code).toBe(9);
    expect(ended.stderr).toContain("[journal-moved]");
    expect(ended.stderr).toContain("www.example.com A");
    expect(await shown(vendor)).toBe(before);
  });

  test("takes back a destroy in the sandbox, which the journal knows", async () => {
    const folder = makeProject({ "signpost.yaml": checked });
    await run(["apply", "--sandbox", "--yes"], { folder });
    await run(["destroy", "--sandbox", "--yes"], { folder });
    expect((await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code).toBe(2);
    const back = await run(["rollback", journalsIn(folder).at(-1) ?? "", "--yes"], { folder });
    expect(back.code).toBe(0);
    expect((await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code).toBe(0);
  });

  test("a journal that somebody else's hand was in is refused, and nothing is written", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    const [path = ""] = journalsIn(vendor.folder);
    const file = join(vendor.folder, path);
    const before = await shown(vendor);
    const text = readFileSync(file, "utf8");
    chmodSync(file, 0o600);
    for (const damaged of [
      text.replace("192.0.2.1", "203.0.113.66"),
      text.slice(1),
      "\u0000\u001b[31m",
      "",
    ]) {
      writeFileSync(file, damaged);
      const ended = await run(["rollback", path, "--yes"], vendor.options);
      expect(ended.code).toBe(6);
      expect(ended.stderr).not.toContain("at file:");
      expect(ended.stderr).toContain("[journal-unreadable]");
    }
    expect(await shown(vendor)).toBe(before);
  });
});
