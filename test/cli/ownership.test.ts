/** What belongs to a policy, on the command line: renames, protection, and two steps to destroy. */
import { describe, expect, test } from "vitest";
import type { WrittenAllowance } from "../../src/cli/allow.ts";
import { runApply } from "../../src/cli/commands/apply.ts";
import { type DestroyOptions, runDestroy } from "../../src/cli/commands/destroy.ts";
import { runDrift } from "../../src/cli/commands/drift.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { runRollback } from "../../src/cli/commands/rollback.ts";
import { runValidate } from "../../src/cli/commands/validate.ts";
import { journalsIn } from "../faults/broken-runs.ts";
import { errorsIn, makeProject, parseSaid, small, weighing, writeIn } from "./command-line.ts";
import { type Heard, listen } from "./in-process.ts";

const options = { format: "human", sandbox: true, input: true, wait: "insync", yes: true } as const;

/** A checked policy with two names, at both providers. */
const both = `version: 1
name: web
zone: example.com
providers: { route53: {}, cloudflare: {} }
healthChecks:
  up: { type: https, path: /up, host: www.example.com, interval: 30s }
endpoints:
  web-a: { ipv4: 192.0.2.1, healthCheck: up }
  web-b: { ipv4: 192.0.2.2, healthCheck: up }
records:
  www: { ttl: 30s, to: { failover: [web-a, web-b] } }
  api: { ttl: 5m, to: web-b }
`;

async function applied(text: string): Promise<string> {
  const folder = makeProject({ "signpost.yaml": text });
  const heard = listen(folder);
  expect(await runApply(heard.context, [], options), heard.err()).toBe(0);
  return folder;
}

/** Somebody at a terminal who answers so; what was asked is kept. */
function answering(folder: string, answer: string): Heard & { readonly asked: string[] } {
  const asked: string[] = [];
  const heard = listen(folder);
  const io = {
    ...heard.context.io,
    canAsk: true,
    ask: async (question: string) => {
      asked.push(question);
      return answer;
    },
  };
  return { ...heard, context: { ...heard.context, io }, asked };
}

async function planOf(
  folder: string,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const heard = listen(folder);
  const code = await runPlan(heard.context, [], { format: "human", sandbox: true, verbose: true });
  return { code, out: heard.out(), err: heard.err() };
}

const going = (...targets: readonly string[]): readonly WrittenAllowance[] =>
  targets.map((target) => ({ guard: "destroy", target }));

async function destroy(folder: string, more: Partial<DestroyOptions> = {}) {
  const heard = listen(folder);
  const code = await runDestroy(heard.context, [], { ...options, ...more });
  return { code, out: heard.out(), err: heard.err() };
}

describe("a renamed policy", () => {
  test("is planned as one that takes its names over, and moves nobody", async () => {
    const folder = await applied(both);
    writeIn(folder, "signpost.yaml", both.replace("name: web", "name: edge\nformerly: [web]"));
    const planned = await planOf(folder);
    expect(planned.code).toBe(0);
    expect(planned.out).toContain("renamed: taken over from web, as edge was called before");
    expect(planned.out).toContain("0 to add, 0 to change, 0 to destroy (and 2 markers)");
    expect(planned.out).toContain("blast radius: no answer moves");
    const heard = listen(folder);
    expect(await runApply(heard.context, [], options)).toBe(0);
    const after = await planOf(folder);
    expect(after.out).toContain("No changes");
    // Checks at Route 53 are told by their references for as long as they live.
    expect(after.err).toContain("Nothing in example.com at Cloudflare is called web any more");
    expect(after.err).not.toContain("at Route 53 is called");
    const drift = listen(folder);
    expect(await runDrift(drift.context, [], { format: "human", sandbox: true })).toBe(0);
  });

  test("is taken back by a rollback at Route 53, and by its former name at Cloudflare", async () => {
    const folder = await applied(both);
    const before = journalsIn(folder);
    writeIn(folder, "signpost.yaml", both.replace("name: web", "name: edge\nformerly: [web]"));
    expect(await runApply(listen(folder).context, [], options)).toBe(0);
    const [cloudflare = "", route53 = ""] = journalsIn(folder)
      .filter((path) => !before.includes(path))
      .sort((one, other) => Number(one.includes("route53")) - Number(other.includes("route53")));
    const refused = listen(folder);
    expect(await runRollback(refused.context, cloudflare, options)).toBe(5);
    expect(refused.err()).toContain("[journal-renames]");
    expect(refused.err()).toContain("with name: web and formerly: [edge], and apply that");
    expect(refused.out()).not.toContain("Applied");
    expect((await planOf(folder)).out).toContain("No changes");
    expect(await runRollback(listen(folder).context, route53, options)).toBe(0);

    writeIn(folder, "signpost.yaml", both.replace("name: web", "name: web\nformerly: [edge]"));
    expect(await runApply(listen(folder).context, [], options)).toBe(0);
    writeIn(folder, "signpost.yaml", both);
    expect((await planOf(folder)).out).toContain("No changes");
  });

  test("is told of by the refusal that it meets without its former name", async () => {
    const folder = await applied(small);
    writeIn(folder, "signpost.yaml", small.replace("name: web", "name: edge"));
    const planned = await planOf(folder);
    expect(planned.code).toBe(5);
    expect(planned.err).toContain("if this policy was called web before, write formerly: [web]");
  });

  test.each([
    [
      "formerly: [web]",
      "name: web",
      ["web is the name of the policy in b.yaml:2", "edge says in a.yaml:3 that web"],
    ],
    [
      "formerly: [old]",
      "name: shop\nformerly: [older, old]",
      ["old is a former name of the policy shop too, by b.yaml:3", "of the policy edge too, by a.yaml:3"],
    ],
  ])("%s beside %s is an error on both sides", async (former, other, said) => {
    const folder = makeProject({
      "a.yaml": small.replace("name: web", `name: edge\n${former}`),
      "b.yaml": small.replace("name: web", other).replace("www:", "api:"),
    });
    const heard = listen(folder);
    expect(await runValidate(heard.context, ["a.yaml", "b.yaml"], { format: "human" })).toBe(3);
    for (const words of said) expect(heard.out()).toContain(words);
    expect(heard.out().match(/\[formerly-claimed\]/gu)).toHaveLength(2);
  });
});

describe("a protected name", () => {
  const shielded = (on: boolean) => both.replace("to: web-b }", `to: web-b, protect: ${on} }`);

  test("is shown, and kept by apply and destroy whatever is allowed", async () => {
    const folder = await applied(shielded(true));
    const [without] = shielded(true).split("  api:");
    writeIn(folder, "signpost.yaml", without ?? "");
    const planned = await planOf(folder);
    expect(planned.code).toBe(5);
    expect(planned.out).toContain("api.example.com  A  removed  protected");
    expect(planned.err).toContain("api is protected, and would be deleted [name-protected]");
    expect(planned.err).toContain("apply api with protect: false");

    writeIn(folder, "signpost.yaml", shielded(false));
    expect((await destroy(folder, { allow: going("web") })).err).toContain("[name-protected]");
    const lifting = await planOf(folder);
    expect(lifting.out).toContain("protection: lifted, so that a later apply may delete the name");
    const heard = listen(folder);
    expect(await runApply(heard.context, [], options)).toBe(0);
    expect((await destroy(folder, { allow: going("web") })).code).toBe(0);
  });

  test("is marked so in JSON of drift", async () => {
    const folder = await applied(shielded(true));
    const heard = listen(folder);
    expect(await runDrift(heard.context, [], { format: "json", sandbox: true })).toBe(0);
    expect(parseSaid(heard.out())).toMatchObject({
      zones: [
        { names: [{ protected: false }, { name: "api.example.com", protected: true }] },
        { names: [{ protected: false }, { name: "api.example.com", protected: true }] },
      ],
    });
  });
});

describe("destroy", () => {
  test("with --yes wants each name that goes named, and says how", async () => {
    const folder = await applied(both);
    const before = await planOf(folder);
    const bare = await destroy(folder);
    expect(bare.code).toBe(5);
    expect(bare.err).toContain("nobody named api, www [destroy-unallowed]");
    expect(bare.err).toContain("--allow destroy=api --allow destroy=www");
    expect(bare.err).toContain("--allow destroy=web");
    const half = await destroy(folder, { allow: going("www.example.com") });
    expect(half.code).toBe(5);
    expect(half.err).toContain("nobody named api");
    const wrong = await destroy(folder, { allow: going("www", "api", "shop") });
    expect(wrong.code).toBe(5);
    expect(wrong.err).toContain("--allow destroy=shop allows nothing");
    expect(await planOf(folder)).toEqual(before);

    expect((await destroy(folder, { allow: going("www.example.com", "api") })).code).toBe(0);
    expect((await planOf(folder)).out).toContain("new");
    // Nothing is left that would have to be named.
    expect((await destroy(folder)).code).toBe(0);
  });

  test("a policy called as one of its names is: that name alone was meant", async () => {
    const folder = await applied(both.replace("name: web", "name: api"));
    const half = await destroy(folder, { allow: going("api") });
    expect(half.code).toBe(5);
    expect(half.err).toContain("nobody named www");
    expect(half.err).not.toContain("for all that");
    expect((await destroy(folder, { allow: going("api", "www") })).code).toBe(0);
  });

  test("by the policy's name all of it goes; elsewhere the flag allows nothing", async () => {
    const folder = await applied(small);
    const heard = listen(folder);
    const misplaced = { ...options, allow: going("www") };
    expect(await runApply(heard.context, [], misplaced)).toBe(5);
    expect(heard.err()).toContain("--allow destroy=www allows nothing");
    const said = await destroy(folder, { format: "json", allow: [] });
    expect(errorsIn(parseSaid(said.out))).toEqual(["destroy-unallowed"]);
    expect((await destroy(folder, { allow: going("web") })).code).toBe(0);
  });

  test("on a terminal shows what loses its answer, and has the policy's name typed", async () => {
    const folder = await applied(both);
    const { yes: _, ...asking } = options;
    const yes = answering(folder, "y");
    expect(await runDestroy(yes.context, [], asking)).toBe(8);
    expect(yes.asked).toEqual([
      "Nobody will get an answer from api.example.com, www.example.com any more.\nType web to destroy this: ",
    ]);
    expect(yes.out()).toMatch(/www\.example\.com {2}A {2}removed/u);
    const typed = answering(folder, " web\n");
    expect(await runDestroy(typed.context, [], asking)).toBe(0);
    expect((await planOf(folder)).out).toContain("new");
  });

  test("--to leaves one plain answer at each name, which deleting takes away later", async () => {
    const folder = await applied(both);
    const guarded = await destroy(folder, { to: "web-b" });
    expect(guarded.code).toBe(5);
    expect(guarded.err).toContain("--allow max-shift=www");
    expect(guarded.out).toMatch(
      /allowed: check-removed=www, .*failover-slower=www.* blocked: max-shift=www/u,
    );
    const allow: readonly WrittenAllowance[] = [{ guard: "max-shift", target: "www" }];
    const left = await destroy(folder, { to: "web-b", allow });
    expect(left.code).toBe(0);
    expect(left.err).toContain("destroy without --to deletes them");

    const drift = listen(folder);
    expect(await runDrift(drift.context, [], { format: "json", sandbox: true, verbose: true })).toBe(0);
    // What is left is one record at each name: no check, no pool, no helper.
    const rest = await destroy(folder, { allow: going("web"), format: "json" });
    expect(rest.code).toBe(0);
    const { plans } = parseSaid(rest.out) as unknown as {
      plans: { shared: unknown[]; names: { changes: { kind: string }[] }[] }[];
    };
    expect(plans.map(({ shared }) => shared)).toEqual([[], []]);
    expect(
      plans.map(({ names }) => names.map(({ changes }) => changes.map(({ kind }) => kind).sort())),
    ).toEqual([
      [
        ["marker", "record set"],
        ["marker", "record set"],
      ],
      [
        ["dns record", "marker"],
        ["dns record", "marker"],
      ],
    ]);
  });

  test.each([
    ["nowhere", "The policy web has no endpoint nowhere"],
    ["web-c", "www answers AAAA, for which web-c has no address"],
  ])("--to %s is refused before anything is read", async (to, said) => {
    const dual = small
      .replace("192.0.2.1 }", '192.0.2.1, ipv6: "2001:db8::1" }')
      .replace("192.0.2.2 }", '192.0.2.2, ipv6: "2001:db8::2" }\n  web-c: { ipv4: 192.0.2.3 }');
    const ended = await destroy(makeProject({ "signpost.yaml": dual }), { to });
    expect(ended.code).toBe(64);
    expect(ended.err).toContain(said);
  });
});

describe("a saved plan", () => {
  const file = "web.plan.json";

  test("carries what was let pass, so that applying it needs no flag", async () => {
    const folder = await applied(small);
    writeIn(folder, "signpost.yaml", weighing(10, 90));
    const allow: readonly WrittenAllowance[] = [{ guard: "max-shift", target: "www" }];
    const saving = listen(folder);
    expect(await runPlan(saving.context, [], { format: "human", sandbox: true, out: file, allow })).toBe(0);
    expect(saving.out()).toContain("Next: signpost apply web.plan.json --sandbox\n");
    const heard = listen(folder);
    expect(await runApply(heard.context, [file], options), heard.err()).toBe(0);
    expect(heard.out()).toContain("1 allowed: max-shift=www");
  });

  test("isn't written with a flag that allows nothing", async () => {
    const folder = await applied(small);
    writeIn(folder, "signpost.yaml", weighing(80, 20));
    const heard = listen(folder);
    const saving = { format: "human", sandbox: true, out: file, allow: going("www") } as const;
    expect(await runPlan(heard.context, [], saving)).toBe(5);
    expect(heard.err()).toContain("[plan-not-saved]");
  });
});
