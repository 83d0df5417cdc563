/** What load balancers refer to, as an import looks it up. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { RecordType } from "../../policy/policy.ts";
import { type RankedPlace, rankFrom, readPlaceKey } from "../../steering/ranking.ts";
import { regionNames } from "../../steering/regions.ts";
import { addRemark, type FoundCheck } from "../imported.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { readMonitor } from "./import-check.ts";
import type { Findings, ImportIndex } from "./import-tree.ts";
import { type DnsRecord, isDnsRecord, isMonitor, isPool, type Monitor, type Pool } from "./objects.ts";
import { isJsonObject } from "./parse-reply.ts";
import { keyOfMonitor } from "./resource.ts";
import { watchKey } from "./watch.ts";

/** Everything of an account and a zone, by what refers to it. */
export interface Found {
  readonly pools: ReadonlyMap<string, Pool>;
  readonly monitors: ReadonlyMap<string, { readonly monitor: Monitor; readonly raw: JsonObject }>;
  readonly records: ReadonlyMap<string, readonly DnsRecord[]>;
  /** The regions that pools of measured latency are said to be near. */
  readonly regions: ReadonlyMap<string, string>;
  /** Names of pools that turn part of their load away. */
  readonly shedding: ReadonlySet<string>;
}

/** Sorts resources by what they are. */
export function indexFound(resources: readonly Resource[]): Found {
  const pools = new Map<string, Pool>();
  const monitors = new Map<string, { monitor: Monitor; raw: JsonObject }>();
  const records = new Map<string, DnsRecord[]>();
  const shedding = new Set<string>();
  for (const resource of resources) {
    const { key, attributes } = resource;
    if (isPool(attributes)) {
      pools.set(`ref:${attributes.name}`, attributes);
      if (sheds(rawOf(resource))) shedding.add(attributes.name);
    }
    if (isMonitor(attributes)) monitors.set(key, { monitor: attributes, raw: rawOf(resource) });
    else if (isDnsRecord(attributes)) {
      records.set(attributes.name, [...(records.get(attributes.name) ?? []), attributes]);
    }
  }
  return { pools, monitors, records, regions: nameRegions([...pools.values()]), shedding };
}

function sheds({ load_shedding: shed }: JsonObject): boolean {
  if (!isJsonObject(shed)) return false;
  return [shed.default_percent, shed.session_percent].some(
    (percent) => typeof percent === "number" && percent > 0,
  );
}

/** The object as the API returned it; empty where it was compiled. */
export function rawOf(resource: Resource & { readonly raw?: JsonObject }): JsonObject {
  return resource.raw ?? {};
}

/** What a tree of one type is read from. */
export function openIndex(found: Found, type: RecordType, proxied: boolean): ImportIndex {
  return {
    pool: (ref) => found.pools.get(ref) ?? null,
    check: (monitor, address, findings) => findCheck(found, monitor, address, findings),
    placeOf: (pool, policy, findings) => placeOf(found, pool, policy, findings),
    resolve: (address) => resolveOrigin(found, address, type, proxied),
  };
}

function findCheck({ monitors }: Found, ref: string, address: string, findings: Findings): FoundCheck | null {
  const name = ref.replace(/^ref:/u, "");
  const at = monitors.get(keyOfMonitor(name));
  const label = { name: findings.label, check: name.replace(/^id:/u, "") };
  const read = at === undefined ? null : readMonitor(at.monitor, at.raw);
  if (read === null || read.kind === "none") {
    const args = { ...label, reason: read?.reason ?? "it isn't there" };
    addRemark(findings.remarks, diagnose("import-check-lost", args, null));
    findings.ignored.add(`monitor ${name}`);
    return null;
  }
  if (read.changed.length > 0) {
    const args = { ...label, fields: read.changed };
    addRemark(findings.remarks, diagnose("import-check-changed", args, null));
  }
  return { settings: read.settings, key: watchKey(name, address) };
}

/** Proxied, Cloudflare dials a host name itself; else its records are answered, as far as they stand in this zone. */
function resolveOrigin(
  { records }: Found,
  address: string,
  type: RecordType,
  proxied: boolean,
): string | null {
  const isIpv4 = /^[0-9.]+$/u.test(address);
  if (isIpv4 || address.includes(":")) return (isIpv4 ? "A" : "AAAA") === type ? address : null;
  const held = (records.get(address) ?? []).filter((one) => one.type === "A" || one.type === "AAAA");
  if (proxied || held.length === 0) return type === "CNAME" ? address : null;
  const [only, ...others] = held.filter((one) => one.type === type);
  return only === undefined || others.length > 0 ? null : only.content;
}

function placeOf(
  { regions }: Found,
  pool: Pool,
  policy: string,
  { label, remarks }: Findings,
): RankedPlace | null {
  const kept = pool.place === undefined ? null : readPlaceKey(pool.place);
  if (kept !== null) return kept;
  if (policy === "dynamic_latency") {
    const region = regions.get(pool.name);
    if (region === undefined) return null;
    addRemark(remarks, diagnose("import-region", { name: label, pool: pool.name, region }, null));
    return { kind: "latency", region };
  }
  const { latitude, longitude } = pool;
  return latitude === null || longitude === null
    ? null
    : { kind: "distance", at: { latitude, longitude }, bias: 0 };
}

/** Cloudflare measures, and has no name for where: the nearest region of its coordinates, each for one pool. */
function nameRegions(pools: readonly Pool[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const left = new Set(regionNames);
  for (const { name, latitude, longitude } of pools) {
    if (latitude === null || longitude === null) continue;
    const rank = rankFrom({ latitude, longitude });
    const far = (region: string) => rank({ kind: "latency", region });
    const [nearest] = [...left].sort((one, other) => far(one) - far(other));
    if (nearest === undefined) continue;
    left.delete(nearest);
    named.set(name, nearest);
  }
  return named;
}
