/** Endpoints with one address in one set: Cloudflare takes an address once in a pool, and a record once at a name. */
import { expect, test } from "vitest";
import { cloudflare } from "../../../src/provider/cloudflare/cloudflare.ts";
import { isPool } from "../../../src/provider/cloudflare/objects.ts";
import { openCloudflareLab } from "../cloudflare-lab.ts";
import { apply, leftToDo, ready } from "../lab.ts";

const policy = (to: unknown) => ({
  version: 1,
  name: "web",
  zone: "example.com",
  providers: { cloudflare: {} },
  healthChecks: { up: { type: "http", path: "/up", host: "www.example.com", interval: 30 } },
  endpoints: {
    front: { ipv4: "192.0.2.1", healthCheck: "up" },
    back: { ipv4: "192.0.2.1", healthCheck: "up" },
    spare: { ipv4: "192.0.2.2", healthCheck: "up" },
    plain: { ipv4: "192.0.2.3" },
    bare: { ipv4: "192.0.2.3" },
    other: { ipv4: "192.0.2.4" },
  },
  records: { www: { ttl: 60, to } },
});

/** Applies it to a Cloudflare that refuses an address twice, which must leave nothing to do. */
async function hold(to: unknown) {
  const lab = await openCloudflareLab();
  const it = ready(policy(to));
  await apply(lab, it);
  expect(await leftToDo(lab, it)).toBe(null);
  expect(it.target.proof).toMatchObject({ records: 1, exhaustive: true, differing: [] });
  return it.target.compiled.resources;
}

test.each([
  ["are one origin with both weights", { front: 1, back: 2, spare: 3 }, 0.03, 0.03],
  ["of which one is drained are one that isn't", { front: 0, back: 5, spare: 1 }, 0.05, 0.01],
  ["are held by the sum of their weights", { front: 100, back: 101, spare: 67 }, 0.03, 0.01],
])("members of a weighted set %s", async (_what, weighted, both, spare) => {
  const resources = await hold({ weighted });
  const [pool] = resources.flatMap(({ attributes }) => (isPool(attributes) ? [attributes] : []));
  expect(pool?.origins).toEqual([
    { name: "back", address: "192.0.2.1", enabled: true, weight: both },
    { name: "spare", address: "192.0.2.2", enabled: true, weight: spare },
  ]);
  const client = { continent: null, country: null, subdivision: null };
  const answers = (address: string | null) =>
    cloudflare.evaluate(resources)(
      { name: "www.example.com", type: "A", client },
      (one) => one.address === address,
    );
  expect(answers(null)?.map(({ values }) => values)).toEqual([["192.0.2.1"], ["192.0.2.2"]]);
  expect(answers("192.0.2.1")).toMatchObject([{ values: ["192.0.2.2"], share: 1 }]);
});

test("both drained are one that is", async () => {
  const resources = await hold({ failover: [{ weighted: { front: 0, back: 0, spare: 1 } }, "plain"] });
  const origins = resources.flatMap(({ attributes }) => (isPool(attributes) ? attributes.origins : []));
  expect(origins.filter(({ address }) => address === "192.0.2.1").map(({ enabled }) => enabled)).toEqual([
    false,
  ]);
});

test("answered together they are one record", async () => {
  const resources = await hold({ multivalue: ["plain", "bare", "other"] });
  expect(resources.filter(({ kind }) => kind === "dns record")).toHaveLength(2);
});
