/** One policy at two providers, of which one fails: what happened at the other is told, and nothing is half-done unasked. */
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { runApply } from "../../src/cli/commands/apply.ts";
import { type PlanOptions, runPlan } from "../../src/cli/commands/plan.ts";
import { runResume } from "../../src/cli/commands/resume.ts";
import type { WritingFiles } from "../../src/cli/write-files.ts";
import type { FaultPlan } from "../../src/sandbox/faults.ts";
import { openWorkbench } from "../sandbox/workbench.ts";
import { makeProject, parseSaid } from "./command-line.ts";
import { listen } from "./in-process.ts";

const policy = `version: 1
name: web
zone: example.com
providers: { route53: {}, cloudflare: {} }
endpoints:
  web-a: { ipv4: 192.0.2.10 }
  web-b: { ipv4: 192.0.2.11 }
records:
  www: { ttl: 60s, to: { weighted: { web-a: 90, web-b: 10 } } }
`;

beforeEach(() => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

/** Both vendors, at an address and with credentials from the environment. */
async function openBoth(faults: FaultPlan = []) {
  const { sandbox } = await openWorkbench({ faults });
  const env = {
    AWS_ENDPOINT_URL_ROUTE_53: sandbox.route53Url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    CLOUDFLARE_BASE_URL: sandbox.cloudflareUrl,
    CLOUDFLARE_API_TOKEN: "token",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const folder = makeProject({ "signpost.yaml": policy });
  const open = () => {
    const heard = listen(folder);
    return { ...heard, context: { ...heard.context, env } };
  };
  return {
    async plan(options: Partial<PlanOptions> = {}) {
      const heard = open();
      const code = await runPlan(heard.context, [], { format: "human", ...options });
      return { code, out: heard.out(), err: heard.err() };
    },
    async resume(journal: string) {
      const heard = open();
      const asked = { format: "human", yes: true, input: false, wait: "insync" } as const;
      const code = await runResume(heard.context, journal, asked);
      return { code, out: heard.out(), err: heard.err() };
    },
    async apply(options: Partial<WritingFiles> = {}) {
      const heard = open();
      const asked = { format: "human", yes: true, input: false, wait: "insync", ...options } as const;
      const code = await runApply(heard.context, [], asked);
      return { code, out: heard.out(), err: heard.err() };
    },
  };
}

test("both are planned as one, with one table and what each would write", async () => {
  const { code, out } = await (await openBoth()).plan();
  expect(code).toBe(0);
  expect(out.match(/who gets what/gu)).toHaveLength(1);
  expect(out).toMatch(/Route 53 +Plan: 2 to add.*1 atomic batch/u);
  expect(out).toMatch(/Cloudflare +Plan: 2 to add.*2 writes, one after the other/u);
  expect(out).toContain("Compared: Route 53 and Cloudflare answer alike");
  expect(out).toMatch(/Next: signpost apply\n$/u);
});

test("JSON has one plan for each, and the comparison", async () => {
  const { out } = await (await openBoth()).plan({ format: "json" });
  expect(JSON.parse(out)).toMatchObject({
    plans: [
      { provider: "route53", writes: "at once" },
      { provider: "cloudflare", writes: "in order", read: { loadBalancers: 0, pools: 0 } },
    ],
    comparisons: [{ policy: "web", names: [{ name: "www.example.com", differing: [] }] }],
  });
});

const outage: FaultPlan = [{ operation: "GET zones", kind: "serverError", times: 99 }];

test("with an outage at one, the plan of the other is shown, and how to go ahead with it alone", async () => {
  const { code, out, err } = await (await openBoth(outage)).plan();
  expect(code).toBe(10);
  expect(err).toContain("Cloudflare");
  expect(out).toContain("route53");
  expect(out).toContain("Next: signpost apply --provider route53");
}, 30_000);

test("apply begins nothing while one can't be planned, unless it is narrowed", async () => {
  const both = await openBoth(outage);
  const stopped = await both.apply();
  expect(stopped.code).toBe(10);
  expect(stopped.err).toContain("[provider-not-planned]");
  expect(stopped.out).not.toContain("Applied");
  const narrowed = await both.apply({ provider: "route53" });
  expect(narrowed.code).toBe(0);
  expect(narrowed.out).toContain("Applied: 2 added");
}, 30_000);

test("one that fails in the middle doesn't hide what the other has: exit 7", async () => {
  const both = await openBoth([{ operation: "POST load_balancers", kind: "serverError", times: 99 }]);
  const ended = await both.apply();
  expect(ended.code).toBe(7);
  expect(ended.out).toContain("in example.com at Route 53");
  expect(ended.err).toContain("Done at Cloudflare:");
  expect(ended.err).toContain("Failed at Cloudflare:");
}, 30_000);

test("one that fails at its first step can be gone on with too, since the other is begun", async () => {
  const both = await openBoth([{ operation: "POST pools", kind: "serverError", times: 99 }]);
  const ended = await both.apply();
  expect(ended.code).toBe(7);
  expect(ended.err).toMatch(
    /To go on: +signpost apply --resume \.signpost\/journal\/\S+-cloudflare\.jsonl\n/u,
  );
  expect(ended.err).toMatch(/To go back: signpost rollback \.signpost\/journal\/\S+-route53\.jsonl\n/u);
  // Nothing was written there.
  expect(ended.err).not.toMatch(/signpost rollback \S+-cloudflare/u);
  const [, resume = ""] = /apply --resume (\S+)/u.exec(ended.err) ?? [];
  const again = await both.resume(resume);
  expect(again.code).toBe(10);
  expect(again.err).toContain("Nothing more was changed.");
  expect(again.err).toContain(`To go on:   signpost apply --resume ${resume}\n`);
}, 30_000);

test("the same in JSON", async () => {
  const both = await openBoth([{ operation: "POST load_balancers", kind: "serverError", times: 99 }]);
  const { code, out } = await both.apply({ format: "json" });
  expect(code).toBe(7);
  expect(parseSaid(out)).toMatchObject({
    ok: false,
    results: [
      { policy: "web", provider: "route53", failed: null, resume: null },
      {
        provider: "cloudflare",
        done: [expect.stringContaining("create pool")],
        resume: expect.stringMatching(/^signpost apply --resume \S+-cloudflare\.jsonl$/u),
        rollback: expect.stringMatching(/^signpost rollback \S+-cloudflare\.jsonl$/u),
      },
    ],
  });
  const again = await openBoth([{ operation: "POST load_balancers", kind: "serverError", times: 99 }]);
  const { out: markdown } = await again.apply({ format: "markdown" });
  expect(markdown).toMatch(/To go on: `signpost apply --resume \S+-cloudflare\.jsonl`/u);
  expect(markdown).toMatch(/To go back: `signpost rollback \S+-route53\.jsonl`/u);
}, 30_000);
