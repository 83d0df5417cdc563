/** Drift at night, and inputs that make no sense. */
import { describe, expect, test } from "vitest";
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
});

test("the token goes nowhere but over https or to this machine", async () => {
  const { step } = await openScene();
  const ended = await step({ command: "plan" }, { apiUrl: "http://api.example.com" });
  expect(ended.code).toBe(1);
  expect(ended.log).toContain("isn't https");
});
