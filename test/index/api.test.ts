/** The TypeScript API, as a program uses it: against a local Route 53 in the same process. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apply, compile, load, type PlanOptions, ProviderError, plan, simulate } from "../../src/index.ts";
import { a, create, openWorkbench, upsert } from "../sandbox/workbench.ts";

const example = readFileSync(join(import.meta.dirname, "../../examples/global-web.yaml"), "utf8");
const heavier = example.replace("eu-a: 90, eu-b: 10", "eu-a: 60, eu-b: 40");

async function openVendor() {
  const bench = await openWorkbench();
  const options: PlanOptions = { provider: "route53", endpoint: bench.sandbox.route53Url, anonymous: true };
  return { bench, options };
}

describe("load", () => {
  test("tells what a policy is about", () => {
    expect(load(example, { path: "web.yaml" })).toMatchObject({
      ok: true,
      name: "web-edge",
      zone: "example.com",
      records: ["www.example.com"],
      providers: ["route53"],
    });
  });

  test("throws for nothing that is in the text, and says what is wrong and where", () => {
    const loaded = load(example.replace("eu-b: 10 }", "eu-c: 10 }"), { path: "web.yaml" });
    expect(loaded).toMatchObject({ ok: false, name: null, records: [] });
    const [problem] = loaded.problems.filter(({ severity }) => severity === "error");
    expect(problem).toMatchObject({ code: "unknown-endpoint", file: "web.yaml", line: 30 });
    for (const text of ["", "[", "\u0000", "a: &a [*a]", "- ".repeat(1000)])
      expect(load(text).ok).toBe(false);
  });

  test("reads JSON when the path says so", () => {
    const data = {
      version: 1,
      name: "web",
      zone: "example.com",
      endpoints: { a: { ipv4: "192.0.2.1" } },
      records: { www: { ttl: 30, to: "a" } },
    };
    expect(load(JSON.stringify(data), { path: "web.json" }).ok).toBe(true);
    expect(load("version: 1", { path: "web.json" }).ok).toBe(false);
  });
});

describe("compile", () => {
  test("gives the vendor's payloads", () => {
    const { recordSets, healthChecks } = compile(load(example), "route53");
    expect(recordSets).toHaveLength(16);
    expect(healthChecks).toHaveLength(8);
  });

  test("wants a policy that is in order and names the provider", () => {
    expect(() => compile(load("version: 1"), "route53")).toThrow("the policy has errors");
    const without = load(example.replace("providers:\n  route53: {}", ""));
    expect(without.ok).toBe(true);
    expect(() => compile(without, "route53")).toThrow("doesn't name route53");
  });
});

describe("simulate", () => {
  const policy = load(example);

  test.each(["policy", "route53"] as const)("at %s: what a client gets when something is down", (at) => {
    const asked = { record: "www", client: { country: "DE" }, at };
    expect(simulate(policy, { ...asked, down: ["eu-a", "eu-b"] })).toEqual([
      { endpoints: ["eu-dr"], values: ["198.51.100.10"], share: 1 },
    ]);
    expect(simulate(policy, { ...asked, type: "AAAA", down: ["eu-b"] })).toEqual([
      { endpoints: ["eu-a"], values: ["2001:db8::10"], share: 1 },
    ]);
  });

  test("a client about whom nothing is known is anywhere", () => {
    expect(simulate(policy, { record: "www.example.com" })).toMatchObject([{ endpoints: ["us-a"] }]);
    expect(simulate(policy, { record: "www", client: { continent: "EU" } })).toMatchObject([
      { share: 0.9 },
      { share: 0.1 },
    ]);
    expect(simulate(policy, { record: "www", client: { country: "US", subdivision: "CA" } })).toMatchObject([
      { endpoints: ["us-a"] },
    ]);
  });

  test.each([
    [{ record: "web" }, "no record web"],
    [{ record: "www", down: ["eu-z"] }, "no endpoint eu-z"],
    [{ record: "www", client: { continent: "XX" } }, "no continent with the code XX"],
    [{ record: "www", client: { country: "Germany" } }, "no country with the code Germany"],
  ])("%j throws", (options, message) => {
    expect(() => simulate(policy, options)).toThrow(message);
  });
});

describe("plan and apply", () => {
  test("what is applied leaves nothing to do, and one change is one change", async () => {
    const { options } = await openVendor();
    const first = await plan(load(example), options);
    expect(first).toMatchObject({ counts: { create: 24, update: 0, delete: 0, markers: 1 }, changes: 25 });
    expect(first.names).toMatchObject([{ name: "www.example.com", status: "new", drifted: false }]);
    const heard: string[] = [];
    const applied = await apply(first, { onProgress: (title) => heard.push(title) });
    expect(applied).toMatchObject({ failure: null, notStarted: [], partly: false });
    expect(heard.length).toBeGreaterThan(0);
    expect((await plan(load(example), options)).changes).toBe(0);

    const second = await plan(load(heavier), options);
    expect(second.counts).toEqual({ create: 0, update: 4, delete: 0, markers: 1 });
    expect(second.names[0]?.traffic[0]?.rows[0]).toMatchObject({
      now: [{ label: "eu-a", share: 0.9 }, { label: "eu-b" }],
      after: [{ label: "eu-a", share: 0.6 }, { label: "eu-b" }],
    });
    expect((await apply(second)).failure).toBe(null);
    expect((await plan(load(heavier), options)).changes).toBe(0);
  });

  test("applying nothing does nothing", async () => {
    const { options } = await openVendor();
    await apply(await plan(load(example), options));
    const nothing = await plan(load(example), options);
    expect(await apply(nothing)).toEqual({ done: [], notStarted: [], failure: null, partly: false });
  });

  test("a plan writes nothing", async () => {
    const { bench, options } = await openVendor();
    await plan(load(example), options);
    expect(await bench.list()).toEqual([]);
  });

  test("what somebody else changed since is not overwritten", async () => {
    const { bench, options } = await openVendor();
    await apply(await plan(load(example), options));
    const planned = await plan(load(heavier), options);
    const set = (await bench.list()).find(({ Weight }) => Weight === 90);
    if (set === undefined) throw new Error("nothing was applied");
    await bench.change(upsert({ ...set, Weight: 77 }));
    expect((await apply(planned)).failure).toMatchObject({ kind: "conflict" });
    expect((await bench.list()).map(({ Weight }) => Weight)).toContain(77);
  });

  test("what is somebody else's is a problem of the plan, and can't be applied", async () => {
    const { bench, options } = await openVendor();
    await bench.change(create(a("www.example.com")));
    const planned = await plan(load(example), options);
    expect(planned.problems).toMatchObject([{ code: "name-unmanaged", severity: "error" }]);
    await expect(apply(planned)).rejects.toThrow("refused");
  });

  test("what a guard blocks is a problem, until it is allowed", async () => {
    const { options } = await openVendor();
    await apply(await plan(load(example), options));
    const turned = load(example.replace("eu-a: 90, eu-b: 10", "eu-a: 10, eu-b: 90"));
    const blocked = await plan(turned, options);
    expect(blocked.problems).toMatchObject([{ code: "guard-max-shift", severity: "error" }]);
    expect(blocked.guards.findings).toMatchObject([{ target: "www", value: 80, status: "blocked" }]);
    await expect(apply(blocked)).rejects.toThrow("refused");
    const needed = { guard: "max-shift", target: "www" } as const;
    const allowed = await plan(turned, { ...options, allow: [needed] });
    expect(allowed.problems).toEqual([]);
    const surplus = { guard: "ttl-jump", target: "www" } as const;
    const careless = await plan(turned, { ...options, allow: [needed, surplus] });
    expect(careless.problems).toMatchObject([{ code: "allow-unused" }]);
    await expect(apply(careless)).rejects.toThrow("refused");
    expect((await apply(allowed)).failure).toBe(null);
  });

  test("only what `plan` returned can be applied", async () => {
    const { options } = await openVendor();
    const planned = await plan(load(example), options);
    await expect(apply({ ...planned })).rejects.toThrow("only what `plan` returned");
  });

  test("a zone that isn't there is an error of the provider", async () => {
    const { options } = await openVendor();
    const policy = load(example.replaceAll("example.com", "example.net"));
    const failed = plan(policy, options);
    await expect(failed).rejects.toBeInstanceOf(ProviderError);
    await expect(failed).rejects.toMatchObject({ kind: "rejected" });
  });

  test("an interrupted reading is an error, not a plan", async () => {
    const { options } = await openVendor();
    const signal = AbortSignal.abort();
    await expect(plan(load(example), { ...options, signal })).rejects.toMatchObject({ kind: "interrupted" });
  });
});
