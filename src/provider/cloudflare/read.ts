/** Reading a zone and the pools and monitors of its account: what is ours, and what is in the way. */
import type { Snapshot, Zone } from "../connection.ts";
import { isOwn, type OwnNames } from "../own-names.ts";
import type { Compiled, JsonObject, LiveResource, Resource } from "../resource.ts";
import { ownersByMark, readToolMark } from "../tool-marks.ts";
import { alignMonitors } from "./align.ts";
import { alignPools, type WantedPools } from "./align-pools.ts";
import {
  canonicalLoadBalancer,
  canonicalMonitor,
  canonicalPool,
  canonicalRecord,
  withoutPosition,
} from "./canonical.ts";
import { type Claimed, describeNames, refuseLater } from "./claim.ts";
import type { CloudflareReads, Scope } from "./client.ts";
import { type Mark, readMark } from "./marker.ts";
import { ownerOfHelperName } from "./names.ts";
import { isLoadBalancer, isMonitor, isPool, nameIn, refTo } from "./objects.ts";
import { isJsonObject } from "./parse-reply.ts";
import { describeDnsRecord, describeLoadBalancer, describeMonitor, describePool, refOf } from "./resource.ts";

/** Types that a load balancer or its predecessors answer for. */
export const steeringTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

/** Reads everything, so that names that left the policy are seen. */
export async function readZone(
  api: CloudflareReads,
  zone: Zone,
  scope: Scope,
  own: OwnNames,
  compiled: Compiled,
  adopted: ReadonlySet<string>,
): Promise<Snapshot> {
  const [monitors, pools, balancers, records] = await Promise.all([
    api.list(scope, "monitors"),
    api.list(scope, "pools"),
    api.list(scope, "load_balancers"),
    api.list(scope, "dns_records"),
  ]);
  const wantedPools = indexPools(compiled);
  const otherOwners = ownersByTools(records);
  const isOurs = (mark: Mark | null) =>
    mark !== null && isOwn(own, mark.policy) && (mark.zone ?? zone.name) === zone.name;
  const claim = (raw: JsonObject, mark: Mark | null, live: Omit<LiveResource, "raw">): Claimed => ({
    mark,
    isOurs: isOurs(mark),
    live: { ...live, raw },
  });

  const claimName = (raw: JsonObject, mark: Mark | null, live: Omit<LiveResource, "raw">): Claimed => {
    const claimed = claim(raw, mark, live);
    return mark === null && adopted.has(live.owner ?? "") ? { ...claimed, isOurs: true } : claimed;
  };

  const namesNow = new Map(pools.map((raw) => [String(raw.id), String(raw.name)]));
  const renamed = alignRenamed(pools, wantedPools, zone.name, own, isOurs);
  const poolNames = new Map([...namesNow, ...renamed]);
  const monitorRefs = nameMonitors(monitors, pools, poolNames, compiled, isOurs);
  const monitorRef = (id: string) => refTo(monitorRefs.get(id) ?? `id:${id}`);
  const poolRef = (id: string) => refTo(poolNames.get(id) ?? `id:${id}`);
  const near = poolsByDistance(balancers);

  const liveMonitors = monitors.map((raw) => {
    const live = describeMonitor(monitorRefs.get(String(raw.id)) ?? "", canonicalMonitor(raw), null);
    return claim(raw, readMark(raw.description), live);
  });
  const livePools = pools.map((raw) => {
    const mark = readMark(raw.description);
    const read = canonicalPool(raw, monitorRef);
    const name = poolNames.get(String(raw.id)) ?? read.name;
    const wanted = wantedPools.get(name);
    const pool = wanted?.pool.latitude === null && !near.has(String(raw.id)) ? withoutPosition(read) : read;
    const owner = (isOurs(mark) ? mark?.ref : undefined) ?? wanted?.owner ?? mark?.ref ?? null;
    return claim(raw, mark, describePool({ ...pool, name }, owner, null));
  });
  const named = [
    ...balancers.map((raw) => {
      const live = describeLoadBalancer(canonicalLoadBalancer(raw, poolRef), null);
      return claimName(raw, readMark(raw.description), live);
    }),
    ...records.flatMap((raw) => {
      const record = canonicalRecord(raw);
      if (!steeringTypes.has(record.type)) return [];
      const owner = ownerOfHelperName(record.name) ?? record.name;
      return [claimName(raw, readMark(raw.comment), describeDnsRecord(record, owner, null))];
    }),
  ];

  const all = [...liveMonitors, ...livePools, ...named];
  const ours = all.filter((one) => one.isOurs).map(({ live }) => live);
  const wanted = new Set(compiled.resources.flatMap(({ owner }) => owner ?? []));
  const asApplied = renamed.size === 0 ? ours : ours.map((one) => underOldNames(one, namesNow));
  const { names, markers } = describeNames(named, asApplied, wanted, own, otherOwners);
  const inTheWay = new Set<LiveResource>([
    ...named.filter((one) => !one.isOurs && wanted.has(String(one.live.owner))).map(({ live }) => live),
    // A pool of somebody else under a wanted name.
    ...livePools
      .filter(
        ({ isOurs: own, live }) => !own && isPool(live.attributes) && wantedPools.has(live.attributes.name),
      )
      .map(({ live }) => live),
  ]);
  const others = all.filter((one) => !one.isOurs).map(({ live }) => live);
  return {
    resources: [...ours, ...markers],
    foreign: [...inTheWay],
    beside: others.filter((one) => !inTheWay.has(one)),
    names,
    formerNames: own.formerly.filter((former) =>
      all.some(({ isOurs: isOwned, mark }) => isOwned && mark?.policy === former),
    ),
    refusals: refuseLater([...liveMonitors, ...livePools], names),
    counts: {
      loadBalancers: balancers.length,
      pools: pools.length,
      monitors: monitors.length,
      dnsRecords: records.length,
      calls: api.calls(),
    },
  };
}

/**
 * The references of all monitors by id. A request whose reply came too late may have left two for one check: the other
 * one is wanted by nobody.
 */
function nameMonitors(
  monitors: readonly JsonObject[],
  pools: readonly JsonObject[],
  poolNames: ReadonlyMap<string, string>,
  compiled: Compiled,
  isOurs: (mark: Mark | null) => boolean,
): ReadonlyMap<string, string> {
  const wanted = new Map(
    compiled.resources.flatMap((resource) =>
      isMonitor(resource.attributes) ? [[refOf(resource), resource.attributes] as const] : [],
    ),
  );
  const wantedPools = indexPools(compiled);
  const usedAs = (id: string) =>
    new Set(
      pools.flatMap((raw) => {
        const ref = wantedPools.get(poolNames.get(String(raw.id)) ?? "")?.pool.monitor ?? null;
        return raw.monitor === id && ref !== null ? [nameIn(ref)] : [];
      }),
    );
  const byAge = [...monitors].sort((one, other) => (ageOf(one) < ageOf(other) ? -1 : 1));
  const ours = byAge.flatMap((raw) => {
    const [id, mark] = [String(raw.id), readMark(raw.description)];
    if (!isOurs(mark) || mark?.ref === undefined) return [];
    return [{ id, ref: mark.ref, monitor: canonicalMonitor(raw), usedAs: usedAs(id) }];
  });
  const refs = new Map(alignMonitors(wanted, ours));
  const taken = new Set(refs.values());
  for (const { id, ref } of ours) {
    if (refs.has(id)) continue;
    refs.set(id, taken.has(ref) ? `${ref} (${id})` : ref);
    taken.add(ref);
  }
  return new Map(monitors.map(({ id }) => [String(id), refs.get(String(id)) ?? `id:${id}`]));
}

/** The names that pools marked by a former name of the policy are to get, by their ids. */
function alignRenamed(
  pools: readonly JsonObject[],
  wanted: WantedPools,
  zone: string,
  own: OwnNames,
  isOurs: (mark: Mark | null) => boolean,
): ReadonlyMap<string, string> {
  const marked = pools.map((raw) => ({ raw, mark: readMark(raw.description) }));
  const live = marked.flatMap(({ raw, mark }) =>
    mark === null || !isOurs(mark)
      ? []
      : [
          {
            id: String(raw.id),
            policy: mark.policy,
            owner: mark.ref,
            pool: canonicalPool(raw, (id) => refTo(id)),
          },
        ],
  );
  return alignPools(wanted, live, new Set(pools.map(({ name }) => String(name))), zone, own);
}

/** What digests of names were made of: pools have been called so, and were referred to so, when they were applied. */
function underOldNames(one: LiveResource, namesNow: ReadonlyMap<string, string>): Resource {
  const { attributes, raw } = one;
  if (isPool(attributes)) return { ...one, attributes: { ...attributes, name: String(raw.name) } };
  if (!isLoadBalancer(attributes)) return one;
  const poolRef = (id: string) => refTo(namesNow.get(id) ?? `id:${id}`);
  return { ...one, attributes: { ...canonicalLoadBalancer(raw, poolRef) } };
}

/** Whose names are, by what other tools have left in the zone, and by what Cloudflare made itself. */
function ownersByTools(records: readonly JsonObject[]): ReadonlyMap<string, string> {
  const read = records.map((raw) => ({ raw, ...canonicalRecord(raw) }));
  const types = new Map<string, Set<string>>();
  for (const { name, type } of read) types.set(name, (types.get(name) ?? new Set()).add(type));
  const marks = read.flatMap(({ name, type, content }) =>
    steeringTypes.has(type) ? [] : (readToolMark(name, [content]) ?? []),
  );
  const stands = (name: string, wanted: readonly string[]) =>
    wanted.some((type) => types.get(name)?.has(type) === true);
  const readOnly = read.flatMap(({ raw, name }): (readonly [string, string])[] =>
    isJsonObject(raw.meta) && raw.meta.read_only === true ? [[name, "Cloudflare, as read-only"]] : [],
  );
  return new Map([...ownersByMark(marks, stands), ...readOnly]);
}

function ageOf({ created_on, id }: JsonObject): string {
  return `${String(created_on)} ${String(id)}`;
}

/** Ids of the pools that are chosen by distance. */
function poolsByDistance(balancers: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(
    balancers.flatMap(({ steering_policy: steering, default_pools: pools }) =>
      steering === "proximity" && Array.isArray(pools) ? pools.map(String) : [],
    ),
  );
}

/** Wanted pools by name, with the public name that each serves. */
function indexPools({ resources }: Compiled): WantedPools {
  return new Map(
    resources.flatMap(({ attributes, owner }) =>
      isPool(attributes) ? [[attributes.name, { pool: attributes, owner }] as const] : [],
    ),
  );
}
