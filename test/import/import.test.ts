/**
 * Zones that somebody made by hand, with Terraform or with octoDNS: each is put into the sandbox, imported, and the policy
 * is held against it. `UPDATE_GOLDEN=1` rewrites what is expected.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { preparePlan } from "../../src/plan/plan.ts";
import { distinguishClients } from "../../src/proof/equivalence.ts";
import type { Evaluator } from "../../src/provider/provider.ts";
import { providers } from "../../src/provider/registry.ts";
import { joinDistinctions } from "../../src/steering/clients.ts";
import { type HandMade, importFrom, makeZone, readZone } from "./load-zone.ts";

const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Where the zone does what no policy says, and the file says so. */
const inexact = new Set(["unsayable", "cloudflare-weighted", "cloudflare-latency", "cloudflare-differs"]);

/** Where aliases look at the health of services, which nobody but AWS knows. */
const services: Readonly<Record<string, readonly string[]>> = {
  "aws-alias": [
    "dualstack.web-123.eu-west-1.elb.amazonaws.com",
    "dualstack.dr-456.us-east-1.elb.amazonaws.com",
  ],
};

describe.each(cases)("%s", (name) => {
  const made: HandMade = JSON.parse(readFileSync(join(folder, name, "zone.json"), "utf8"));
  const { provider: id = "route53" } = made;

  test("becomes this policy, which answers as the zone does", async () => {
    const connecting = await makeZone(made);
    const live = await readZone(id, connecting);
    const imported = importFrom(live, id);
    const ids = /[0-9a-f]{8}-[0-9a-f-]{27}/gu;
    const text = (imported.text ?? "").replaceAll(ids, "<id>");
    const path = join(folder, name, "policy.yaml");
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, "utf8"));
    if (!inexact.has(name))
      expect(imported).toMatchObject({
        proof: { differing: [], lastResort: [] },
        ignored: services[name] ?? [],
      });

    const checked = checkPolicy({ path: "imported.yaml", text: imported.text ?? "" });
    expect(checked.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const [target] = checked.targets;
    if (checked.policy === null || target === undefined) throw new Error("no policy");

    // As a plan sees it once the names are taken over: what stands there gives way.
    const connection = await providers[id].connect(checked.policy, connecting);
    const { plan } = await preparePlan(checked.policy, checked.records, target, connection);
    expect(plan.names.map(({ name: one, blast }) => [one, blast.share])).toEqual(
      checked.records.map(({ record }) => [record.name, 0]),
    );

    if (inexact.has(name)) return;
    const provider = providers[id];
    const worlds = [provider.evaluate(live), provider.evaluate(target.compiled.resources)] as const;
    for (const { record } of checked.records) {
      const clients = distinguishClients(
        joinDistinctions(
          provider.distinctionsIn(provider.indexReach(live)(record.name)),
          provider.distinctionsIn(provider.indexReach(target.compiled.resources)(record.name)),
        ),
      );
      for (const type of record.types) {
        for (const down of statesOf(live.flatMap(({ attributes }) => addressesIn(attributes)))) {
          for (const { client } of clients) {
            const [now, after] = worlds.map((world) => ask(world, { name: record.name, type, client }, down));
            expect(after, `${record.name} ${type} with ${[...down].join()} down`).toEqual(now);
          }
        }
      }
    }
  });
});

/** Nothing down, each address alone, each pair, and all of them. */
function statesOf(addresses: readonly string[]): readonly ReadonlySet<string>[] {
  const all = [...new Set(addresses)];
  const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => new Set([one, other])));
  return [new Set<string>(), ...all.map((one) => new Set([one])), ...pairs, new Set(all)];
}

function addressesIn(attributes: object): readonly string[] {
  if ("IPAddress" in attributes) return [String(attributes.IPAddress)];
  if ("RequestInterval" in attributes && "FullyQualifiedDomainName" in attributes) {
    return [String(attributes.FullyQualifiedDomainName)];
  }
  if (!("origins" in attributes) || !Array.isArray(attributes.origins)) return [];
  return attributes.origins.map(({ address }: { readonly address: string }) => address);
}

function ask(world: Evaluator, question: Parameters<Evaluator>[0], down: ReadonlySet<string>) {
  const shares = new Map<string, number>();
  const isDown = ({ address }: { readonly address: string | null }) => address !== null && down.has(address);
  for (const { values, share } of world(question, isDown) ?? [{ values: ["can't be told"], share: 1 }]) {
    const key = [...values].sort().join(" ");
    shares.set(key, (shares.get(key) ?? 0) + share);
  }
  return [...shares]
    .map(([key, share]) => `${key} ${(100 * share).toFixed(1)}`)
    .filter((text) => !text.endsWith(" 0.0"))
    .sort();
}
