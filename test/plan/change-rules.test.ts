/** Rules about changes: what they find between what is live and what a policy wants. */
import { expect, describe as group, test } from "vitest";
import { catalogue } from "../../src/diagnostic/catalogue.ts";
import { describe } from "../../src/diagnostic/describe.ts";
import type { ExampleOfChange } from "../../src/plan/change-rules/rule.ts";
import { changeRules } from "../../src/plan/change-rules/rules.ts";
import { nothingAsked, preparePlan } from "../../src/plan/plan.ts";
import { apply, connect, openLab, ready } from "../provider/lab.ts";

/** Applies one, plans the other. */
async function planAfter({ before, after }: ExampleOfChange, today: string | null = null) {
  const lab = await openLab();
  await apply(lab, ready(before));
  const it = ready(after);
  const { plan } = await preparePlan(it.policy, it.records, it.target, await connect(lab, it), {
    ...nothingAsked,
    today,
  });
  return plan;
}

group.each(changeRules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("has examples of both sorts and says why", () => {
    expect(rule.docs).toMatch(/\.$/);
    expect(catalogue[id].severity).toBe("warning");
    expect(rule.examples.ok.length).toBeGreaterThan(0);
    expect(rule.examples.notOk.length).toBeGreaterThan(0);
  });

  test.each(rule.examples.ok)("is content with example %#", async (example) => {
    expect((await planAfter(example)).warnings).toEqual([]);
  });

  test.each(rule.examples.notOk)("finds example %#, once, and no other rule does", async (example) => {
    const { warnings, refusals } = await planAfter(example);
    expect(warnings).toMatchObject([{ code: id, severity: "warning", place: { file: "policy.yaml" } }]);
    expect(warnings.map((one) => describe(one).hint)).not.toContain(null);
    expect(refusals).toEqual([]);
  });
});

const removal = changeRules.find(({ id }) => id === "change-undrained")?.examples.notOk[0];

group("a policy's own word", () => {
  if (removal === undefined) throw new Error("no example");
  const { before, after } = removal;
  const waiver = `waivers: [{ rule: change-undrained, target: www, until: 2026-12-31, reason: it is broken }]\n`;

  test("off takes it away, error forbids to apply", async () => {
    expect(
      (await planAfter({ before, after: `${after}lint: { change-undrained: off }\n` })).warnings,
    ).toEqual([]);
    const refused = await planAfter({ before, after: `${after}lint: { change-undrained: error }\n` });
    expect(refused.warnings).toEqual([]);
    expect(refused.refusals).toMatchObject([{ code: "change-undrained", severity: "error" }]);
  });

  test("a waiver holds until its day", async () => {
    const example = { before, after: `${after}${waiver}` };
    expect((await planAfter(example, "2026-12-31")).warnings).toEqual([]);
    expect((await planAfter(example, "2027-01-01")).warnings).toMatchObject([
      { code: "change-undrained" },
      { code: "waiver-expired" },
    ]);
  });

  test("a first apply changes nothing that was there", async () => {
    const lab = await openLab();
    const it = ready(after);
    expect(
      (await preparePlan(it.policy, it.records, it.target, await connect(lab, it))).plan.warnings,
    ).toEqual([]);
  });
});
