/** The way of a policy through the local sandbox: plan, apply, plan again, change, destroy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import {
  errorsIn,
  makeProject,
  parseSaid,
  readExample,
  run,
  small,
  weighing,
  writeIn,
} from "./command-line.ts";

const local = ["--sandbox", "--format", "json"];

describe.concurrent.each(["global-web", "canary", "active-passive", "round-robin", "walkthrough"])(
  "%s",
  (name) => {
    test("apply, then plan: no changes; destroy, then destroy: nothing is left", async () => {
      const folder = makeProject({ "signpost.yaml": readExample(name) });
      const planned = await run(["plan", "--sandbox", "--detailed-exitcode"], { folder });
      expect(planned).toMatchObject({ code: 2, stderr: "" });
      expect(planned.stdout).toContain("Next: signpost apply --sandbox");

      const applied = await run(["apply", "--sandbox", "--yes"], { folder });
      expect(applied.code).toBe(0);
      expect(applied.stdout).toMatch(/^Applied: \d+ added, 0 changed, 0 destroyed in example\.com$/mu);
      expect(applied.stderr).toMatch(/^✓ /u);

      const again = await run(["plan", "--sandbox", "--detailed-exitcode"], { folder });
      expect(again).toMatchObject({ code: 0, stderr: "" });
      expect(again.stdout).toContain("No changes: 1 name as the policy says.");
      expect(again.stdout).not.toContain("Next:");

      const destroyed = await run(["destroy", "--sandbox", "--yes"], { folder });
      expect(destroyed.code).toBe(0);
      const gone = await run(["destroy", ...local], { folder });
      expect(gone.code).toBe(0);
      expect(parseSaid(gone.stdout)).toMatchObject({
        ok: true,
        plans: [{ counts: { create: 0, update: 0, delete: 0, markers: 0 } }],
        results: [],
      });
    });
  },
);

test.concurrent("a plan says how traffic moves, and apply does what the plan said", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  await run(["apply", "--sandbox", "--yes"], { folder });
  writeIn(folder, "signpost.yaml", weighing(60, 40));
  const planned = await run(["plan", "--sandbox"], { folder });
  expect(planned.stdout).toMatch(/everywhere +web-a 90 % · web-b 10 % +web-a 60 % · web-b 40 %/u);
  expect(planned.stdout).toMatch(/~ record set +www +A +weighted web-a +weight 90 → 60 +:12/u);
  expect(planned.stdout).toContain(
    "Plan: 0 to add, 2 to change, 0 to destroy (and 1 marker) · 1 atomic batch",
  );

  const applied = await run(["apply", ...local, "--yes"], { folder });
  expect(applied.code).toBe(0);
  const said = parseSaid(applied.stdout);
  expect(said).toMatchObject({
    command: "apply",
    ok: true,
    plans: [{ counts: { create: 0, update: 2, delete: 0, markers: 1 }, batches: 1 }],
    results: [{ provider: "route53", failed: null, notStarted: [] }],
  });
});

test.concurrent("-v shows each resource as a diff, each type under its name, and the marker", async () => {
  const folder = makeProject({ "signpost.yaml": readExample("global-web") });
  await run(["apply", "--sandbox", "--yes"], { folder });
  writeIn(folder, "signpost.yaml", readExample("global-web").replace("eu-a: 90", "eu-a: 80"));
  const { stdout, stderr } = await run(["plan", "--sandbox", "-v"], { folder });
  expect(stdout).toMatch(/@@ A @@[^@]*- {2}"Weight": 90,\n +\+ {2}"Weight": 80,[^@]*@@ AAAA @@/u);
  expect(stdout).toMatch(/~ marker +_signpost\.www/u);
  // Notes are for those who ask.
  expect(stderr).toContain("[route53-unreachable]");
});

test.concurrent("a name that left the file is planned for deletion", async () => {
  const two = `${small}  api:\n    ttl: 30s\n    to: web-a\n`;
  const folder = makeProject({ "signpost.yaml": two });
  await run(["apply", "--sandbox", "--yes"], { folder });
  writeIn(folder, "signpost.yaml", small);
  const { stdout } = await run(["plan", "--sandbox"], { folder });
  expect(stdout).toContain("api.example.com  A  removed");
  expect(stdout).toMatch(/- record set +api/u);
  expect(stdout).toContain("1 name unchanged");
});

test.concurrent("the zone's id in the policy is that of the real zone, and doesn't matter here", async () => {
  const policy = small.replace("route53: {}", "route53: { hostedZoneId: Z0123456789ABCDEFGHIJ }");
  const { code } = await run(["plan", "--sandbox"], { folder: makeProject({ "signpost.yaml": policy }) });
  expect(code).toBe(0);
});

test.concurrent("apply needs a yes, and there is nobody to ask", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const ended = await run(["apply", "--sandbox"], { folder });
  expect(ended.code).toBe(8);
  expect(ended.stdout).toContain("Plan: 2 to add");
  expect(ended.stderr).toContain("add --yes");
  const json = await run(["apply", ...local], { folder });
  expect(json.code).toBe(8);
  const said = parseSaid(json.stdout);
  expect(errorsIn(said)).toEqual(["confirmation-needed"]);
  expect(said).toMatchObject({ ok: false, plans: [{ counts: { create: 2 } }], results: [] });
  // Neither of them wrote anything.
  expect(parseSaid((await run(["plan", ...local], { folder })).stdout)).toMatchObject({
    plans: [{ counts: { create: 2 } }],
  });
});

test.concurrent("what has nothing to do needs no yes", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  await run(["apply", "--sandbox", "--yes"], { folder });
  expect((await run(["apply", "--sandbox", "--no-input"], { folder })).code).toBe(0);
});

test.concurrent("a sandbox that another process uses", async () => {
  const folder = makeProject({ "signpost.yaml": small });
  const held = await openSandbox({ folder: join(folder, ".signpost/sandbox"), now: Date.now });
  try {
    const ended = await run(["plan", ...local], { folder });
    expect(ended).toMatchObject({ code: 10, stderr: "" });
    expect(errorsIn(parseSaid(ended.stdout))).toEqual(["sandbox-locked"]);
    const shown = await run(["apply", "--sandbox", "--yes"], { folder });
    expect(shown).toMatchObject({ code: 10, stdout: "" });
    expect(shown.stderr).toContain("wait for the other command to end");
  } finally {
    await held.close();
  }
  expect((await run(["plan", "--sandbox"], { folder })).code).toBe(0);
});

test.concurrent("a sandbox whose state is damaged is left as it is, with a way out", async () => {
  const folder = makeProject({ "signpost.yaml": small, ".signpost/sandbox/state.json": "{" });
  const ended = await run(["plan", ...local], { folder });
  expect(ended).toMatchObject({ code: 10, stderr: "" });
  const said = parseSaid(ended.stdout);
  expect(errorsIn(said)).toEqual(["sandbox-corrupt"]);
  expect(said.diagnostics.at(-1)?.hint).toContain("delete .signpost/sandbox");
  expect(readFileSync(join(folder, ".signpost/sandbox/state.json"), "utf8")).toBe("{");
});

test.concurrent("a place where no sandbox can be made", async () => {
  const folder = makeProject({ "signpost.yaml": small, ".signpost": "a file" });
  const ended = await run(["plan", ...local], { folder });
  expect(ended).toMatchObject({ code: 10, stderr: "" });
  expect(errorsIn(parseSaid(ended.stdout))).toEqual(["sandbox-unusable"]);
});

test.concurrent("an invalid policy is never applied, and the sandbox isn't even opened", async () => {
  const folder = makeProject({ "signpost.yaml": small.replace("web-b: 10", "web-c: 10") });
  for (const command of ["plan", "apply", "destroy"]) {
    const ended = await run([command, ...local], { folder });
    expect(ended).toMatchObject({ code: 3, stderr: "" });
    expect(errorsIn(parseSaid(ended.stdout))).toEqual(["unknown-endpoint"]);
  }
  expect(() => readFileSync(join(folder, ".signpost/sandbox/state.json"))).toThrow();
});

test.concurrent("several files are planned and applied in one run", async () => {
  const other = small.replace("name: web\n", "name: other\n").replaceAll("example.com", "example.org");
  const folder = makeProject({ "dns/a.yaml": small, "dns/b.yaml": other });
  const applied = await run(["apply", "--sandbox", "--yes"], { folder });
  expect(applied.code).toBe(0);
  expect(applied.stdout.match(/^Applied: /gmu)).toHaveLength(2);
  expect((await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code).toBe(0);
});

test.concurrent("the next command can be pasted into a shell", async () => {
  const folder = makeProject({ "it's mine/web site.yaml": small });
  const { stdout } = await run(["plan", "--sandbox", "it's mine/web site.yaml"], { folder });
  expect(stdout).toContain("Next: signpost apply 'it'\\''s mine/web site.yaml' --sandbox\n");
});
