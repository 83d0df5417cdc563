/** Taking back a run, as a user does it. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeProject, parseSaid, run, weighing, writeIn } from "../cli/command-line.ts";
import { upsert } from "../sandbox/workbench.ts";
import { checked, interruptAt, journalsIn, openVendor, shown } from "./broken-runs.ts";

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
    await run(["destroy", "--sandbox", "--yes", "--allow", "destroy=web"], { folder });
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

  test("that is ended at once names the way on that is open", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    writeIn(vendor.folder, "signpost.yaml", weighing(50, 50));
    await run(["apply", "--yes"], vendor.options);
    const path = journalsIn(vendor.folder).at(-1) ?? "";
    const ended = await interruptAt(vendor, "ChangeResourceRecordSets", 2, ["rollback", path, "--yes"]);
    expect(ended.signal).toBe("SIGINT");
    expect(ended.stderr).toContain(`To go on:   signpost rollback ${path}\n`);
    expect((await run(["rollback", path, "--yes"], vendor.options)).code).toBe(0);
  });
});
