/** `apply --wait authoritative` in the sandbox. */
import { expect, test } from "vitest";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { makeProject, parseSaid, small, writeIn } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";

const asked = { yes: true, input: false, wait: "authoritative", sandbox: true } as const;

test("waits until the name servers answer what was applied", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const first = listen(folder);
  expect(await runApply(first.context, [], { ...asked, format: "human" })).toBe(0);
  expect(first.err()).toContain("✓ the name servers of example.com answer it");
  writeIn(folder, "signpost.yaml", small.replace("192.0.2.2", "192.0.2.3"));
  const second = listen(folder);
  expect(await runApply(second.context, [], { ...asked, format: "json" })).toBe(0);
  expect(parseSaid(second.out())).toMatchObject({ ok: true, results: [{ failed: null }] });
});

test("a database of places that can't be read is told before anything is written", async () => {
  const folder = makeProject({ "signpost.yaml": small, "places.mmdb": "no database" });
  const refused = listen(folder);
  expect(await runApply(refused.context, [], { ...asked, format: "json", mmdb: "places.mmdb" })).toBe(64);
  expect(parseSaid(refused.out())).toMatchObject({
    ok: false,
    diagnostics: [{ code: "places-unreadable" }],
    results: [],
  });
  const planned = listen(folder);
  await runPlan(planned.context, [], { format: "json", sandbox: true });
  expect(parseSaid(planned.out())).toMatchObject({ plans: [{ counts: { create: 2 } }] });
});
