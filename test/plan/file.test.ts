/** What a plan file holds, and what is read of one. */
import { describe, expect, test } from "vitest";
import schema from "../../schemas/plan.schema.json" with { type: "json" };
import { digestOf } from "../../src/plan/digest.ts";
import { composePlanFile } from "../../src/plan/file/compose.ts";
import { findMoved } from "../../src/plan/file/moved.ts";
import { digestPolicy } from "../../src/plan/file/policy-digest.ts";
import { readPlanFile, revive } from "../../src/plan/file/read.ts";
import type { SavedPlan } from "../../src/plan/generated/wire.ts";
import type { Prepared } from "../../src/plan/plan.ts";
import { providerIds } from "../../src/policy/policy.ts";
import type { ResourceKind } from "../../src/provider/resource.ts";
import { parseSource } from "../../src/source/read.ts";
import { document, weighing } from "../apply/policies.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, openLab, plan, ready } from "../provider/lab.ts";
import { a, create } from "../sandbox/workbench.ts";

function compose(prepared: Prepared): string {
  return composePlanFile({
    now: Date.UTC(2026, 0, 1),
    lifetime: 3600,
    reading: { root: null, maxFileSize: null, provider: null, sandbox: true, allow: [] },
    policies: [
      {
        file: "policy.json",
        policy: prepared.plan.policy,
        zone: prepared.plan.zone.name,
        digest: digestOf("policy"),
        plans: [prepared],
        comparison: null,
      },
    ],
    diagnostics: [],
    lineOf: () => 7,
  });
}

function readText(text: string) {
  return readPlanFile(parseSource({ path: "web.plan.json", text }));
}

function mustRead(text: string): SavedPlan {
  const read = readText(text);
  if ("severity" in read) throw new Error(JSON.stringify(read));
  return read;
}

/** With a digest that fits. */
function sealed(body: object): string {
  const { digest: _, ...rest } = { digest: "", ...body };
  return JSON.stringify({ ...rest, digest: digestOf(rest) });
}

async function planWeights(): Promise<Prepared> {
  const lab = await openLab();
  await apply(lab, ready(document()));
  return plan(lab, ready(document({ records: { www: weighing(1, 1) } })));
}

describe("a plan file", () => {
  test("gives the plan back as it was, but for what the vendor said beside it", async () => {
    const prepared = await planWeights();
    const [policy] = mustRead(compose(prepared)).policies;
    const [planned] = policy?.plans ?? [];
    if (planned === undefined) throw new Error("no plan");
    const { plan: revived, changes } = revive(planned);
    const withoutRaw = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, inner) => (key === "raw" ? undefined : inner)));
    expect(withoutRaw(revived)).toEqual(withoutRaw(prepared.plan));
    expect(changes.length).toBe(prepared.changes.length);
    expect(planned.inverses).toHaveLength(prepared.changes.length);
    const [inverse] = planned.inverses.filter(({ key }) => key.startsWith("record set"));
    const [change] = prepared.changes.filter(({ action }) => action === "update");
    if (change?.action !== "update") throw new Error("no update");
    expect(inverse).toMatchObject({
      action: "update",
      before: change.after.attributes,
      after: change.before.attributes,
    });
  });

  test("holds nothing of what the vendor calls things, nor a password that somebody gave a monitor", async () => {
    const lab = await openCloudflareLab();
    const checked = (host: string) => ({
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { cloudflare: {} },
      healthChecks: { up: { type: "http", path: "/up", host } },
      endpoints: {
        "web-a": { ipv4: "192.0.2.1", healthCheck: "up" },
        "web-b": { ipv4: "192.0.2.2", healthCheck: "up" },
      },
      records: { www: { ttl: 60, to: { failover: ["web-a", "web-b"] } } },
    });
    await apply(lab, ready(checked("a.example.com")));
    const monitors = `/accounts/${lab.accountId}/load_balancers/monitors`;
    const [monitor] = (await lab.send("GET", monitors)) as { id: string }[];
    await lab.send("PATCH", `${monitors}/${monitor?.id}`, {
      header: { Host: ["a.example.com"], Authorization: ["Basic c2VjcmV0"] },
    });
    const text = compose(await plan(lab, ready(checked("b.example.com"))));
    expect(text).toContain("(withheld)");
    expect(text).not.toContain("c2VjcmV0");
    expect(text).not.toContain(String(monitor?.id));
    expect(mustRead(text).policies[0]?.plans[0]?.plan.zone.account).toBe(lab.accountId);
  });

  test("says which object moved, and how it was, also where the plan leaves it alone", async () => {
    const lab = await openLab();
    const policy = ready(document());
    await apply(lab, policy);
    const [planned] = mustRead(compose(await plan(lab, policy))).policies[0]?.plans ?? [];
    if (planned === undefined) throw new Error("no plan");
    const look = async () => {
      const { snapshot, target } = await plan(lab, policy);
      return findMoved(planned, snapshot, target.compiled.resources);
    };
    expect(await look()).toEqual([]);
    await lab.change(create(a("elsewhere.example.com", {}, "192.0.2.9")));
    expect(await look()).toEqual([]);
    const [set] = (await lab.list()).filter(({ Name, Type }) => Name === "www.example.com." && Type === "A");
    if (set === undefined) throw new Error("no record set");
    await lab.change({ Action: "DELETE", ResourceRecordSet: set });
    expect(await look()).toMatchObject([{ how: "gone", before: { Name: "www.example.com" }, now: null }]);
    await lab.change({ Action: "CREATE", ResourceRecordSet: { ...set, Weight: 77 } });
    const [weight] = (await look()).flatMap(({ attributes }) => attributes);
    expect(weight).toMatchObject({ attribute: "Weight", after: "77" });
  });
});

describe("what is refused", () => {
  test("a shape that the schema doesn't know, with a digest that fits", async () => {
    const saved = mustRead(compose(await planWeights()));
    const refused: readonly (readonly [object, string])[] = [
      [{ ...saved, more: 1 }, "at the top, it must NOT have additional properties"],
      [{ ...saved, policies: [] }, "at /policies"],
      [{ ...saved, change: "sha256:12" }, "at /change"],
      [{ ...saved, createdAt: "2026-99-99T00:00:00.000Z" }, "its times can't be"],
      [{ ...saved, expiresAt: "2026-01-08T00:00:00.001Z" }, "its times can't be"],
      [{ ...saved, reading: { ...saved.reading, provider: "bind" } }, "at /reading/provider"],
    ];
    for (const [body, words] of refused) {
      const read = readText(sealed(body));
      expect(read).toMatchObject({ code: "plan-unreadable" });
      if ("args" in read) expect(JSON.stringify(read.args)).toContain(words);
    }
    expect(readText(sealed({ ...saved, format: 2 }))).toMatchObject({ code: "plan-format" });
    expect(readText(sealed({ ...saved, change: digestOf([]) }))).toMatchObject({ code: "plan-tampered" });
    expect(readText(JSON.stringify({ ...saved, diagnostics: [{}] }))).toMatchObject({
      code: "plan-tampered",
    });
  });
});

test("the schema knows every provider and every sort of resource", () => {
  const { provider, resource } = schema.$defs;
  expect(provider.enum).toEqual(providerIds);
  const kinds: Readonly<Record<ResourceKind, true>> = {
    "record set": true,
    marker: true,
    "health check": true,
    "cidr collection": true,
    monitor: true,
    pool: true,
    "load balancer": true,
    "dns record": true,
  };
  expect(resource.properties.kind.enum).toEqual(Object.keys(kinds));
});

test("a policy's digest is that of its data", () => {
  const of = (text: string, path = "web.yaml") => digestPolicy([parseSource({ path, text })]);
  expect(of("# why\nb: [1, two]\na: {c: 1}\n")).toBe(of('{"a": {"c": 1}, "b": [1, "two"]}', "web.json"));
  expect(of("a: [1, 2]")).not.toBe(of("a: [2, 1]"));
});
