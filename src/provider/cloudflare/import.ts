/** Which names of a zone are imported, and what they become. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { type RecordType, recordTypes } from "../../policy/policy.ts";
import { placeKeyOf } from "../../steering/ranking.ts";
import type { FoundEndpoint, FoundName, FoundNode, FoundZone } from "../imported.ts";
import type { Json, Resource } from "../resource.ts";
import { type Found, indexFound, openIndex, rawOf } from "./import-index.ts";
import { type Findings, readBalancer } from "./import-tree.ts";
import { readMark } from "./marker.ts";
import { ownerOfHelperName } from "./names.ts";
import {
  type DnsRecord,
  isDnsRecord,
  isLoadBalancer,
  isPool,
  type LoadBalancer,
  type Pool,
} from "./objects.ts";
import { isJsonObject } from "./parse-reply.ts";
import { poolsNamedIn } from "./resource.ts";

/** What answers for one name. */
interface Standing {
  readonly balancer: { readonly is: LoadBalancer; readonly raw: ReturnType<typeof rawOf> } | null;
  readonly records: readonly DnsRecord[];
  readonly policy: string | null;
}

/**
 * Reads names as trees.
 *
 * @param wanted - in full; null: all that a load balancer steers and that no policy holds
 */
export function importObjects(
  resources: readonly Resource[],
  zone: string,
  wanted: readonly string[] | null,
): FoundZone {
  const found = indexFound(resources);
  const standing = gatherNames(resources);
  const own = [...standing.keys()].filter((name) => ownerOfHelperName(name) === null).sort();
  const steers = (name: string) => standing.get(name)?.balancer?.is.enabled === true;
  const ownerOf = (name: string) => standing.get(name)?.policy ?? null;
  const chosen =
    wanted?.filter((name) => standing.has(name)) ??
    own.filter((name) => steers(name) && ownerOf(name) === null);
  const behind = chosen.filter((name) => isProxied(standing.get(name)));
  // It holds for a whole policy, so most of the names have their way.
  const proxied = behind.length * 2 > chosen.length;
  const names = chosen.map((name) => {
    const at = standing.get(name);
    const label = name === zone ? "@" : name.slice(0, -zone.length - 1);
    if (at === undefined) throw new Error(`${name} was chosen and doesn't stand`);
    return readName(found, name, label, at, proxied);
  });
  const taken = new Set(chosen);
  const left = own.filter((name) => !taken.has(name));
  return {
    names,
    resources: resources.map((resource) => withRegion(resource, found)),
    settings: settingsFor(
      found,
      chosen.flatMap((name) => standing.get(name) ?? []),
      names,
      proxied,
    ),
    left: {
      plain: left.filter((name) => ownerOf(name) === null && !steers(name)),
      helpers: [],
      owned: left.flatMap((name) => {
        const policy = ownerOf(name);
        return policy === null ? [] : [{ name, policy }];
      }),
      missing: (wanted ?? []).filter((name) => !standing.has(name)),
    },
  };
}

function gatherNames(resources: readonly Resource[]): ReadonlyMap<string, Standing> {
  const standing = new Map<string, Standing>();
  const nothing: Standing = { balancer: null, records: [], policy: null };
  for (const resource of resources) {
    const { attributes } = resource;
    const raw = rawOf(resource);
    if (isLoadBalancer(attributes)) {
      const at = standing.get(attributes.name) ?? nothing;
      const policy = readMark(raw.description)?.policy ?? at.policy;
      standing.set(attributes.name, { ...at, balancer: { is: attributes, raw }, policy });
    } else if (isDnsRecord(attributes)) {
      const at = standing.get(attributes.name) ?? nothing;
      const policy = readMark(raw.comment)?.policy ?? at.policy;
      standing.set(attributes.name, { ...at, records: [...at.records, attributes], policy });
    }
  }
  return standing;
}

function isProxied(at: Standing | undefined): boolean {
  return at?.balancer?.is.proxied ?? at?.records.some((record) => record.proxied) ?? false;
}

function readName(found: Found, name: string, label: string, at: Standing, proxied: boolean): FoundName {
  const findings: Findings = { label, remarks: [], ignored: new Set() };
  const done = (records: FoundName["records"]) => ({
    name,
    records,
    remarks: findings.remarks,
    ignored: [...findings.ignored],
  });
  if (isProxied(at) !== proxied) {
    findings.remarks.push(diagnose("import-mixed-proxy", { name: label, proxied: !proxied }, null));
    return done([]);
  }
  if (at.balancer === null || !at.balancer.is.enabled) return done(readRecords(at.records));
  const { is: balancer } = at.balancer;
  tellSettings(found, at, findings);
  const addresses = [...new Set(poolsOf(found, balancer).flatMap(addressesIn))];
  const resolves = (type: RecordType) => (address: string) =>
    openIndex(found, type, proxied).resolve(address) !== null;
  const all = recordTypes.filter((type) => addresses.every(resolves(type)));
  const some = recordTypes.filter((type) => addresses.some(resolves(type)));
  const types = all.length > 0 ? all : some.slice(0, 1);
  for (const address of all.length > 0
    ? []
    : addresses.filter((one) => !types.some((type) => resolves(type)(one)))) {
    const reason = `a name's endpoints all have the same families, and these are ${types.join()}`;
    findings.remarks.push(diagnose("import-left-out", { name: label, what: address, reason }, null));
  }
  return done(
    types.flatMap((type) => {
      const to = readBalancer(balancer, openIndex(found, type, proxied), findings);
      return to === null ? [] : [{ type, ttls: balancer.ttl === undefined ? [] : [balancer.ttl], to }];
    }),
  );
}

function addressesIn({ origins }: Pool): readonly string[] {
  return origins.map(({ address }) => address);
}

function poolsOf({ pools }: Found, balancer: LoadBalancer): readonly Pool[] {
  return poolsNamedIn(balancer).flatMap((ref) => pools.get(ref) ?? []);
}

function readRecords(records: readonly DnsRecord[]): FoundName["records"] {
  return recordTypes.flatMap((type) => {
    const own = records.filter((record) => record.type === type);
    const members = own.map(
      ({ content }): FoundEndpoint => ({
        kind: "endpoint",
        labels: [],
        value: content,
        service: null,
        check: null,
      }),
    );
    const [first, ...others] = members;
    if (first === undefined) return [];
    const to: FoundNode = others.length === 0 ? first : { kind: "multivalue", labels: [], members };
    return [{ type, ttls: own.flatMap(({ ttl }) => (ttl === 1 ? [] : [ttl])), to }];
  });
}

/** What Cloudflare does for a name that no policy can say. */
function tellSettings(found: Found, { balancer }: Standing, findings: Findings): void {
  if (balancer === null) return;
  const { is, raw } = balancer;
  const tell = (setting: string) =>
    findings.remarks.push(diagnose("import-setting", { name: findings.label, setting }, null));
  if (is.session_affinity !== "none") tell(`session_affinity ${is.session_affinity}`);
  if (is.rules.length > 0) tell("rules");
  if (Object.keys(is.region_pools).length > 0) tell("region_pools");
  if (Object.keys(is.pop_pools).length > 0) tell("pop_pools");
  const adaptive = raw.adaptive_routing;
  if (isJsonObject(adaptive) && adaptive.failover_across_pools === true) tell("adaptive_routing");
  for (const pool of poolsOf(found, is)) {
    if (found.shedding.has(pool.name)) tell(`load_shedding of pool ${pool.name}`);
  }
}

/** What holds for a whole policy, by what the first of its names has. */
function settingsFor(
  found: Found,
  standing: readonly Standing[],
  names: readonly FoundName[],
  proxied: boolean,
): Readonly<Record<string, Json>> {
  const balancers = standing.flatMap(({ balancer }) => balancer?.is ?? []);
  const placed = balancers.find(({ steering_policy: policy }) => policy === "geo" || policy === "proximity");
  const strategy = placed?.location_strategy;
  const isUsual = strategy?.mode === "resolver_ip" && strategy.prefer_ecs === "geo";
  const regions = balancers.flatMap((one) => poolsOf(found, one)).find((pool) => pool.check_regions !== null);
  const isDual = names.some(({ records }) => records.length > 1);
  return {
    ...(proxied ? { proxied } : isDual ? { dualStack: "hostname" } : {}),
    ...(strategy === undefined || isUsual
      ? {}
      : { locationStrategy: { mode: strategy.mode, preferEcs: strategy.prefer_ecs } }),
    ...(regions?.check_regions ? { checkRegions: regions.check_regions } : {}),
    ...(balancers.some(({ pool_sets: sets }) => (sets ?? []).length > 0) ? { poolSets: true } : {}),
  };
}

/** Where latency is measured, a pool goes by the region that it is said to be near. */
function withRegion(resource: Resource, { regions }: Found): Resource {
  const { attributes } = resource;
  if (!isPool(attributes) || attributes.place !== undefined) return resource;
  const region = regions.get(attributes.name);
  if (region === undefined) return resource;
  return { ...resource, attributes: { ...attributes, place: placeKeyOf({ kind: "latency", region }) } };
}
