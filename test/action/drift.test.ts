/** Drift at night, and inputs that make no sense. */
import { describe, expect, test } from "vitest";
import { weighing, writeIn } from "../cli/command-line.ts";
import { upsert } from "../sandbox/workbench.ts";
import { openScene } from "./scene.ts";

describe("drift", () => {
  test("opens one issue, keeps it up to date, and closes it", async () => {
    const { step, vendor, github } = await openScene();
    await step({ command: "apply" });
    const look = () => step({ command: "drift", issue: "sticky" }, { event: "schedule" });
    expect((await look()).outputs.drift).toBe("false");
    expect(github.issues).toEqual([]);
    const [set] = (await vendor.list()).filter(({ SetIdentifier }) => SetIdentifier === "web-a");
    if (set === undefined) throw new Error("nothing was applied");
    await vendor.change(upsert({ ...set, Weight: 20 }));
    const drifted = await look();
    expect(drifted.code, drifted.log).toBe(0);
    expect(drifted.outputs.drift).toBe("true");
    await look();
    expect(github.issues).toMatchObject([{ title: "DNS drift: dns/web.yaml", state: "open" }]);
    expect((await step({ command: "drift", "fail-on": "drift" })).code).toBe(2);
    await vendor.change(upsert(set));
    await look();
    expect(github.issues).toMatchObject([{ state: "closed" }]);
    expect(github.comments.at(-1)?.body).toContain("no drift");
  });
});

test("where the vendor can't be reached, nobody knows whether there is drift, and no issue is closed", async () => {
  const { step, common, vendor, github } = await openScene();
  await step({ command: "apply" });
  const [set] = (await vendor.list()).filter(({ SetIdentifier }) => SetIdentifier === "web-a");
  if (set === undefined) throw new Error("nothing was applied");
  await vendor.change(upsert({ ...set, Weight: 20 }));
  await step({ command: "drift", issue: "sticky" }, { event: "schedule" });
  const away = { env: { ...common.env, AWS_ENDPOINT_URL_ROUTE_53: "http://127.0.0.1:9" } };
  for (const command of ["drift", "plan"]) {
    const ended = await step({ command, ...(command === "drift" && { issue: "sticky" }) }, away);
    expect(ended.code, command).toBe(10);
    expect(ended.outputs, command).toMatchObject({ drift: "", "failure-reason": "unavailable" });
    expect(ended.summary, command).not.toContain("no drift");
  }
  expect(github.issues).toMatchObject([{ state: "open" }]);
});

test("a plan that is blocked has looked for drift all the same", async () => {
  const { step, workspace } = await openScene();
  await step({ command: "apply" });
  writeIn(workspace, "dns/web.yaml", weighing(5, 95));
  const ended = await step({ command: "plan" });
  expect(ended.code).toBe(5);
  expect(ended.outputs.drift).toBe("false");
});

test("a plan sees drift as well, and fails where fail-on names it", async () => {
  const { step, vendor } = await openScene();
  await step({ command: "apply" });
  const [set] = (await vendor.list()).filter(({ SetIdentifier }) => SetIdentifier === "web-a");
  if (set === undefined) throw new Error("nothing was applied");
  await vendor.change(upsert({ ...set, Weight: 50 }));
  const ended = await step({ command: "plan", "fail-on": "drift" });
  expect(ended.code).toBe(2);
  expect(ended.outputs.drift).toBe("true");
});

test("an issue that can't be kept fails the step, with the permission that is missing", async () => {
  const { step, github } = await openScene();
  github.forbidden.push("GET /repos/acme/dns/issues");
  const ended = await step({ command: "drift", issue: "sticky" }, { event: "schedule" });
  expect(ended.code).toBe(4);
  expect(ended.outputs["failure-reason"]).toBe("auth");
  expect(ended.log).toContain("the job needs issues: write");
});

test("inputs that contradict each other are told all at once, and nothing runs", async () => {
  const { step } = await openScene();
  const ended = await step({
    command: "drift",
    expect: "from-pr",
    "plan-file": "x",
    comment: "loud",
    "fail-on": "rain",
  });
  expect(ended.code).toBe(64);
  for (const wrong of ["expect: only apply", "plan-file: only plan", "comment: loud", "fail-on: rain"]) {
    expect(ended.log).toContain(`::error title=signpost%3A wrong input::${wrong}`);
  }
  const offline = await step({ command: "validate", provider: "route53", sandbox: "true", wait: "none" });
  expect(offline.code).toBe(64);
  for (const wrong of ["provider: only", "sandbox: only", "wait: only"]) {
    expect(offline.log).toContain(`::error title=signpost%3A wrong input::${wrong}`);
  }
  const blind = {
    validate: "drift, changes, warnings",
    diff: "drift, changes",
    drift: "changes, drift",
    ramp: "drift, changes",
  };
  for (const [command, failOn] of Object.entries(blind)) {
    const { code, log } = await step({ command, "fail-on": failOn, record: "", comment: "off" });
    expect(code).toBe(64);
    const unfindable =
      command === "drift" ? ["changes"] : command === "validate" ? ["changes", "drift"] : ["drift"];
    const told = [...log.matchAll(/fail-on: \w+ can't find (\w+);/gu)].map(([, reason]) => reason);
    expect(told, command).toEqual(unfindable);
  }
  for (const command of ["validate", "drift"]) {
    const quiet = await step({ command, comment: "changes-only" });
    expect(quiet.code).toBe(64);
    expect(quiet.log).toContain("comment: changes-only is for diff, plan, apply");
  }
  const nowhere = await step({ command: "plan", "working-directory": "elsewhere" });
  expect(nowhere.code).toBe(64);
  expect(nowhere.outputs["failure-reason"]).toBe("usage");
});

test("the token goes nowhere but over https or to this machine", async () => {
  const { step } = await openScene();
  const ended = await step({ command: "plan" }, { apiUrl: "http://api.example.com" });
  expect(ended.code).toBe(10);
  expect(ended.log).toContain("isn't https");
});
