/** Guards: what each blocks, its limit, and the ways out. */
import { expect, describe as group, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import { type Allowance, refuseUnusedAllowances } from "../../src/plan/judge-guards.ts";
import type { Asked, Plan } from "../../src/plan/plan.ts";
import { type GuardName, guardNames } from "../../src/policy/guards.ts";
import { document, weighing } from "../apply/policies.ts";
import { apply, carryOut, type Lab, openLab, plan, ready, writesIn } from "../provider/lab.ts";
import { a, create } from "../sandbox/workbench.ts";

const names = (...labels: readonly string[]) =>
  Object.fromEntries(labels.map((label) => [label, weighing(1, 1)]));

const failover = (ttl: number) => ({ ttl, to: { failover: ["a", "b"] } });

interface Case {
  readonly guard: GuardName;
  readonly target: string;
  readonly before: object;
  readonly after: object;
  /** What somebody does by hand before it is planned. */
  readonly between?: (lab: Lab) => Promise<unknown>;
  readonly value: number | null;
  readonly limit: number;
  readonly message: string;
}

/** Each is blocked by this guard, and where that can't be otherwise by those of `others`. */
const cases: readonly (Case & { readonly others?: readonly string[] })[] = [
  {
    guard: "max-shift",
    target: "www",
    before: document(),
    after: document({ records: { www: weighing(2, 8) } }),
    value: 70,
    limit: 50,
    message: "70 % of the answers of www would move (everywhere), more than the limit of 50 %",
  },
  {
    guard: "max-delete",
    target: "web",
    before: document({ records: names("x1", "x2", "x3") }),
    after: document({ records: names("x1", "x2") }),
    value: 33.3,
    limit: 30,
    message: "1 of the 3 names of web would be deleted, more than 30 %: x3.example.com",
    others: ["last-answer=x3"],
  },
  {
    guard: "last-answer",
    target: "x4",
    before: document({ records: names("x1", "x2", "x3", "x4") }),
    after: document({ records: names("x1", "x2", "x3") }),
    value: 1,
    limit: 0,
    message: "Nobody would get an answer from x4 any more, and it answers now",
  },
  {
    guard: "ttl-jump",
    target: "www",
    before: document(),
    after: document({ records: { www: weighing(9, 1, { ttl: 300 }) } }),
    value: 10,
    limit: 10,
    message: "The TTL of www would go from 30 s to 300 s: 10 times or more at once",
    others: ["failover-slower=www"],
  },
  {
    guard: "check-removed",
    target: "www",
    before: document(),
    after: document({ endpoints: { a: { ipv4: "192.0.2.1", healthCheck: "none" } } }),
    value: 1,
    limit: 0,
    message: '"a" is checked in www now and won\'t be any more: answered even while down',
  },
  {
    guard: "failover-slower",
    target: "www",
    before: document({ records: { www: failover(30) } }),
    after: document({ records: { www: failover(120) } }),
    value: 2.4,
    limit: 2,
    message: "A failover of www would take up to 156 s instead of 66 s, more than 2 times as long",
  },
  {
    guard: "apex",
    target: "@",
    before: document({ records: { "@": weighing(9, 1) } }),
    after: document({ records: { "@": weighing(8, 2) } }),
    value: 2,
    limit: 0,
    message: "The apex of the zone is live and would change (2 changes)",
  },
  {
    guard: "wildcard",
    target: "*.app",
    before: document({ records: { "*.app": weighing(9, 1) } }),
    after: document({ records: { "*.app": weighing(8, 2) } }),
    value: 2,
    limit: 0,
    message: "The wildcard *.app is live and would change (2 changes)",
  },
  {
    guard: "stranger",
    target: "web",
    before: document(),
    after: document({ records: { api: weighing(1, 1) } }),
    value: 1,
    limit: 0,
    message: "The zone holds www.example.com for a policy called web, and this file has none of them",
    others: ["last-answer=www"],
  },
  {
    guard: "foreign-member",
    target: "www",
    before: document(),
    between: (lab) =>
      lab.change(create(a("www.example.com", { SetIdentifier: "theirs", Weight: 1, TTL: 30 }))),
    after: document(),
    value: 1,
    limit: 0,
    message:
      "www was changed by hand at Route 53, and this would take away what the policy doesn't know: www.example.com A theirs",
  },
];

async function openAfter({ before, between }: Case) {
  const lab = await openLab();
  await apply(lab, ready(before));
  await between?.(lab);
  lab.sent.length = 0;
  return lab;
}

async function planAfter(one: Case, after: object, asked: Partial<Asked>): Promise<Plan> {
  return (await plan(await openAfter(one), ready(after), { allow: [], ...asked })).plan;
}

function statusesOf({ guards: { findings } }: Plan, status: string): readonly string[] {
  return findings.filter((one) => one.status === status).map(({ guard, target }) => `${guard}=${target}`);
}

function others({ others: told = [] }: { readonly others?: readonly string[] }): readonly Allowance[] {
  return told.map((word) => {
    const [guard, target = ""] = word.split("=");
    const known = guardNames.find((name) => name === guard);
    if (known === undefined) throw new Error(`no guard ${guard}`);
    return { guard: known, target };
  });
}

test("every guard has its case", () => {
  expect(cases.map(({ guard }) => guard).sort()).toEqual([...guardNames].sort());
});

group.each(cases)("$guard", (one) => {
  const { guard, target, after, value, limit, message } = one;
  const code = `guard-${guard}`;
  const waived = {
    ...after,
    waivers: [{ guard, target, until: "2026-12-31", reason: "the move" }],
  };
  const beside = { allow: others(one) };

  test("blocks, with its value, its limit and both ways out", async () => {
    const lab = await openAfter(one);
    const prepared = await plan(lab, ready(after), beside);
    const { refusals, guards } = prepared.plan;
    expect(refusals).toMatchObject([{ code, severity: "error", place: { file: "policy.json" } }]);
    const [said] = refusals.map(describe);
    expect(said?.message).toBe(message);
    const word = `${guard}=${target}`;
    expect(said?.hint).toContain(`--allow ${target.includes("*") ? `'${word}'` : word} `);
    expect(said?.hint).toContain(
      `{ guard: ${guard}, target: ${/^\w/u.test(target) ? target : `"${target}"`},`,
    );
    expect(guards.findings).toContainEqual({ guard, target, value, limit, status: "blocked", until: null });
    expect(guards.passed).toBe(guardNames.length - 1 - beside.allow.length);
    await expect(carryOut(prepared)).rejects.toThrow("refused");
    expect(writesIn(lab)).toEqual([]);
  });

  test("lets pass what is allowed, and says so", async () => {
    const lab = await openAfter(one);
    const prepared = await plan(lab, ready(after), { allow: [...beside.allow, { guard, target }] });
    expect(prepared.plan.refusals).toEqual([]);
    expect(statusesOf(prepared.plan, "allowed")).toContain(`${guard}=${target}`);
    const told = prepared.plan.warnings.find((warning) => warning.code === code);
    expect(told).toMatchObject({ severity: "note" });
    expect(told === undefined ? "" : describe(told).message).toBe(`${message} (allowed by --allow)`);
    expect((await carryOut(prepared)).failure).toBe(null);
  });

  test("is not left by the same flag for something else", async () => {
    const allow = [...beside.allow, { guard, target: `${target}x` }];
    const planned = await planAfter(one, after, { allow });
    expect(statusesOf(planned, "blocked")).toEqual([`${guard}=${target}`]);
    expect(refuseUnusedAllowances(allow, [planned])).toMatchObject([
      { code: "allow-unused", args: { guard, target: `${target}x` } },
    ]);
  });

  test("lets pass what is waived, until the waiver's day", async () => {
    const held = await planAfter(one, waived, { ...beside, today: "2026-12-31" });
    expect(held.refusals).toEqual([]);
    expect(held.guards.findings).toContainEqual({
      guard,
      target,
      value,
      limit,
      status: "waived",
      until: "2026-12-31",
    });
    const told = held.warnings.find((warning) => warning.code === code);
    expect(told).toMatchObject({ severity: "warning" });
    expect(told === undefined ? "" : describe(told).message).toBe(
      `${message} (waived until 2026-12-31: the move)`,
    );

    const over = await planAfter(one, waived, { ...beside, today: "2027-01-01" });
    expect(over.refusals).toMatchObject([{ code }]);
    expect(over.warnings).toContainEqual(
      expect.objectContaining({
        code: "waiver-expired",
        args: { rule: guard, target, until: "2026-12-31" },
      }),
    );
  });

  test("has nothing to say of a first apply, nor of a plan without changes", async () => {
    const lab = await openLab();
    const first = (await plan(lab, ready(after), { allow: [] })).plan;
    expect(first.guards).toEqual({ passed: guardNames.length, findings: [] });
    await apply(lab, ready(after));
    const again = (await plan(lab, ready(after), { allow: [] })).plan;
    expect(again.guards).toEqual({ passed: guardNames.length, findings: [] });
    expect(again.refusals).toEqual([]);
  });
});
