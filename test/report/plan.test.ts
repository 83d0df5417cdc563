import { expect, test } from "vitest";
import { renderPlan } from "../../src/report/plan.ts";
import { document, weighing } from "../apply/policies.ts";
import { apply, type Lab, openLab, plan, ready } from "../provider/lab.ts";
import { a, create } from "../sandbox/workbench.ts";

const paint = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };

/** What is shown of a policy that is planned over another. */
async function show(before: object, after: object): Promise<string> {
  const lab = await openLab();
  await apply(lab, ready(before));
  return showIn(lab, after);
}

async function showIn(lab: Lab, after: object): Promise<string> {
  const prepared = await plan(lab, ready(after));
  return renderPlan(prepared.plan, {
    paint,
    width: 100,
    file: "signpost.yaml",
    lineOf: () => null,
    detailOf: () => [],
    change: null,
    next: null,
  });
}

test("tells TTL and failover as they are now, where they change, and that no answer moves", async () => {
  const shown = await show(document(), document({ records: { www: { ...weighing(9, 1), ttl: 60 } } }));
  expect(shown).toContain("www.example.com  A  ttl 30 → 60\n");
  expect(shown).toContain("blast radius: no answer moves\n");
  expect(shown).toContain("now: 60 s at worst (3 × 10 s detection + 30 s TTL), 45 s typical\n");
});

test("a check that changes shows the names whose failover it changes", async () => {
  const shown = await show(document(), document({ check: { unhealthyThreshold: 5, healthyThreshold: 5 } }));
  expect(shown).toContain("www.example.com  A  ttl 30\n");
  expect(shown).toContain("now: 60 s at worst");
});

test("a name that somebody else's records answer is shown with what its clients get now", async () => {
  const lab = await openLab();
  await lab.change(create(a("www.example.com", { ResourceRecords: [{ Value: "192.0.2.1" }] })));
  const shown = await showIn(lab, document({ records: { www: weighing(9, 1), api: weighing(9, 1) } }));
  expect(shown).toContain("www.example.com  A  ttl 60 → 30  live, and not of this policy\n");
  expect(shown).toMatch(/who gets what +now +after/u);
  expect(shown).toMatch(/everywhere +a 100 % +a 90 % · b 10 %/u);
  expect(shown).toContain("api.example.com  A  ttl 30  new\n");
});

test("of several names the one that moves most is told at the end, and what was proved", async () => {
  const after = {
    ...document({ records: { www: weighing(6, 4), api: weighing(1, 9) } }),
    tests: [{ name: "even without a", record: "www", down: ["a"], expect: { b: 100 } }],
    guarantees: [{ name: "never c", record: "api", never: ["c"] }],
  };
  const shown = await show(document({ records: { www: weighing(9, 1), api: weighing(9, 1) } }), after);
  expect(shown).toContain("Blast radius: at worst 80 % of the answers, at api.example.com\n");
  expect(shown.replaceAll("\n", " ")).toContain("no difference; 1 test and 1 guarantee hold");
});
