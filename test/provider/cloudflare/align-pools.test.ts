/** Pools of a renamed policy: each goes on as the wanted one that it was. */
import { expect, test } from "vitest";
import { alignPools, type LivePool } from "../../../src/provider/cloudflare/align-pools.ts";
import { isPool, type Pool } from "../../../src/provider/cloudflare/objects.ts";
import { onCloudflare } from "../../apply/cloudflare-policies.ts";
import { ready } from "../lab.ts";

const zone = "example.com";
const long = `${"a".repeat(60)}.${"b".repeat(50)}`;

/** The pools of one record that weighs two endpoints against a standby. */
function poolsOf(
  policy: string,
  record: string,
): readonly { readonly pool: Pool; readonly owner: string | null }[] {
  const { target } = ready(
    onCloudflare({ [record]: { ttl: 60, to: { failover: ["a", "b", "c"] } } }, { name: policy }),
  );
  return target.compiled.resources.flatMap(({ attributes, owner }) =>
    isPool(attributes) ? [{ pool: attributes, owner }] : [],
  );
}

function align(record: string, change: (pool: Pool) => Pool = (pool) => pool) {
  const before = poolsOf("web", record).map(
    ({ pool, owner }, at): LivePool => ({
      id: `${at}`,
      policy: "web",
      owner: owner ?? undefined,
      pool: change(pool),
    }),
  );
  const wanted = poolsOf("web-edge", record);
  const names = alignPools(
    new Map(wanted.map((one) => [one.pool.name, one])),
    before,
    new Set(before.map(({ pool }) => pool.name)),
    zone,
    { name: "web-edge", formerly: ["web"] },
  );
  const addressesOf = ({ origins }: Pool) => origins.map(({ address }) => address);
  return before.map(({ id, pool }) => {
    const found = wanted.find((one) => one.pool.name === names.get(id));
    return found !== undefined && String(addressesOf(found.pool)) === String(addressesOf(pool));
  });
}

test("by the name that the same pool would have had, whatever is in it now", () => {
  expect(align("www", (pool) => ({ ...pool, minimum_origins: 2 }))).toEqual([true, true, true]);
});

test("where a name was cut, by what is in it", () => {
  expect(align(long)).toEqual([true, true, true]);
  expect(align(long, (pool) => ({ ...pool, minimum_origins: 2 }))).toEqual([false, false, false]);
});

test("a position that nothing looks at any more is no difference: it can't be taken back", () => {
  expect(align(long, (pool) => ({ ...pool, latitude: 52.5, longitude: 13.4 }))).toEqual([true, true, true]);
});
