/** From a load balancer with its pools to a tree. */

import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { commonDivisor } from "../../policy/common-divisor.ts";
import { anywhere, continentCodes, countriesOf, type Location } from "../../steering/geography.ts";
import type { RankedPlace } from "../../steering/ranking.ts";
import {
  addRemark,
  chain,
  type FoundBranch,
  type FoundCheck,
  type FoundEndpoint,
  type FoundNode,
  isAlwaysUp,
  keepInside,
  weigh,
} from "../imported.ts";
import type { LoadBalancer, Pool } from "./objects.ts";

/** The account as a tree is read from it. */
export interface ImportIndex {
  /** By the reference that a load balancer knows it by. */
  readonly pool: (ref: string) => Pool | null;
  readonly check: (monitor: string, address: string, findings: Findings) => FoundCheck | null;
  /** The place that a pool stands for under this policy; null where nothing tells it. */
  readonly placeOf: (pool: Pool, policy: string, findings: Findings) => RankedPlace | null;
  /** What an origin's address answers for the type that is read; null for nothing. */
  readonly resolve: (address: string) => string | null;
}

export interface Findings {
  /** As people know the name. */
  readonly label: string;
  readonly remarks: Diagnostic[];
  readonly ignored: Set<string>;
}

/** A list with what decides among its pools. */
interface PoolChoice {
  readonly policy: string;
  readonly pools: readonly string[];
  readonly weightOf: (ref: string) => number;
  readonly fallback: string;
}

/** The tree of a load balancer for one type; null where nothing of it can be expressed. */
export function readBalancer(
  balancer: LoadBalancer,
  index: ImportIndex,
  findings: Findings,
): FoundNode | null {
  const { steering_policy: policy, random_steering: random, fallback_pool: fallback } = balancer;
  const shared = {
    policy: policy === "geo" ? "off" : policy,
    weightOf: (ref: string) => random.pool_weights[ref] ?? random.default_weight,
    fallback,
  };
  const usual = choose({ ...shared, pools: balancer.default_pools }, index, findings);
  const sets = (balancer.pool_sets ?? []).filter(({ disabled }) => !disabled);
  const lists = policy === "geo" ? Object.entries(balancer.country_pools) : [];
  if (sets.length === 0 && lists.length === 0) return usual;
  const byTree = new Map<string, { readonly codes: string[]; readonly to: FoundNode }>();
  const add = (codes: readonly string[], to: FoundNode | null) => {
    if (to === null) return;
    const known = byTree.get(JSON.stringify(to));
    if (known === undefined) byTree.set(JSON.stringify(to), { codes: [...codes], to });
    else known.codes.push(...codes);
  };
  const taken = new Set<string>();
  let rest = usual;
  for (const { match, overrides } of sets) {
    const to = choose(
      {
        policy: overrides.steering_policy,
        pools: overrides.pools,
        weightOf: (ref) => overrides.pool_weights[ref] ?? overrides.pool_default_weight,
        fallback: overrides.fallback_pool,
      },
      index,
      findings,
    );
    // Only under geo steering is a country the client's.
    const codes = policy === "geo" ? (match.topology?.countries ?? []) : [];
    add(
      codes.filter((code) => !taken.has(code)),
      to,
    );
    for (const code of codes) taken.add(code);
    if (match.default !== true) continue;
    // Whoever comes to it goes no further.
    rest = to;
    break;
  }
  const isOpen = rest === usual;
  for (const [code, pools] of isOpen ? lists : []) {
    if (!taken.has(code)) add([code], choose({ ...shared, pools }, index, findings));
  }
  const branches: FoundBranch<FoundEndpoint>[] = [...byTree.values()].map(({ codes, to }) => ({
    from: placesOf(codes),
    to,
    // Nobody is sent from a country's list to another one.
    whenDown: isAlwaysUp(to) ? "fallThrough" : "stay",
  }));
  if (rest !== null) branches.push({ from: [anywhere], to: rest, whenDown: "fallThrough" });
  return branches.length === 0 ? null : { kind: "geolocation", labels: [], branches };
}

/** Continents where all of their countries are there, and the countries that are left. */
function placesOf(codes: readonly string[]): readonly Location[] {
  const left = new Set(codes);
  const places: Location[] = [];
  for (const continent of continentCodes) {
    const countries = countriesOf(continent);
    if (!countries.every((country) => left.has(country))) continue;
    for (const country of countries) left.delete(country);
    places.push({ kind: "continent", continent });
  }
  return [...places, ...[...left].sort().map((country): Location => ({ kind: "country", country }))];
}

/** One list of pools. Disabled pools are out before anything is chosen. */
function choose(choice: PoolChoice, index: ImportIndex, findings: Findings): FoundNode | null {
  const pools = choice.pools.flatMap((ref) => {
    const pool = index.pool(ref);
    if (pool === null || !pool.enabled) {
      leaveOut(
        findings,
        `pool ${ref.replace(/^ref:/u, "")}`,
        pool === null ? "it isn't there" : "it is disabled",
      );
      return [];
    }
    const to = readPool(pool, index, findings);
    return to === null ? [] : [{ ref, pool, to }];
  });
  switch (choice.policy) {
    case "":
    case "off":
      return chainPools(pools, choice, index, findings);
    case "random":
      return draw(pools.map(({ ref, to }) => ({ weight: choice.weightOf(ref), to })));
    case "dynamic_latency":
    case "proximity": {
      const members = pools.flatMap(({ pool, to }) => {
        const place = index.placeOf(pool, choice.policy, findings);
        if (place !== null) return [{ place, to }];
        leaveOut(findings, `pool ${pool.name}`, "nothing says where it is");
        return [];
      });
      const [first, ...others] = members;
      if (first === undefined || others.length === 0) return first?.to ?? null;
      const kind = choice.policy === "proximity" ? "geoproximity" : "latency";
      return { kind, labels: [], members };
    }
    default:
      leaveOut(findings, `steering ${choice.policy}`, "it counts what goes on at the moment");
      return null;
  }
}

/** The first healthy pool, else the fallback whatever its health (Cloudflare docs, "Health monitor status"). */
function chainPools(
  pools: readonly { readonly ref: string; readonly to: FoundNode }[],
  { fallback }: PoolChoice,
  index: ImportIndex,
  findings: Findings,
): FoundNode | null {
  const [first] = pools;
  const end = pools.findIndex(({ to }) => isAlwaysUp(to));
  // Nobody comes to what stands behind a pool that nothing watches.
  const reached = end === -1 ? pools : pools.slice(0, end + 1);
  const pool = index.pool(fallback);
  const nodes = reached.map(({ to }) => to);
  // With nothing healthy a policy answers the first, too.
  if (end !== -1 || first?.ref === fallback || pool === null) return chain(nodes, []);
  const resort = readPool(pool, index, findings);
  if (resort === null) return chain(nodes, []);
  const isLast = reached.at(-1)?.ref === fallback;
  return chain([...(isLast ? nodes.slice(0, -1) : nodes), keepInside(resort)], []);
}

function readPool(pool: Pool, index: ImportIndex, findings: Findings): FoundNode | null {
  const { name, monitor, minimum_origins: least, origin_steering: steering } = pool;
  if (steering.policy !== "random") tell(findings, `origin_steering ${steering.policy} of pool ${name}`);
  if (least > 1 && monitor !== null) tell(findings, `minimum_origins ${least} of pool ${name}`);
  const members = pool.origins.flatMap((origin) => {
    const value = index.resolve(origin.address);
    if (value === null) return [];
    const check = monitor === null ? null : index.check(monitor, origin.address, findings);
    const labels = [origin.name, `${name}-${origin.name}`];
    const to: FoundEndpoint = { kind: "endpoint", labels, value, service: null, check };
    return [{ weight: origin.enabled ? origin.weight : 0, to }];
  });
  if (members.every(({ weight }) => weight === 0)) {
    return leaveOut(findings, `pool ${name}`, "it has no origin that answers");
  }
  const node = draw(members);
  return node === null ? null : { ...node, labels: [...(node.kind === "endpoint" ? node.labels : []), name] };
}

/** Weights at Cloudflare are hundredths; a policy's are whole numbers, as small as they can be. */
function draw(members: readonly { readonly weight: number; readonly to: FoundNode }[]): FoundNode | null {
  const hundredths = members.map(({ weight }) => Math.round(weight * 100));
  const common = Math.max(1, commonDivisor(hundredths));
  return weigh(
    members.map(({ to }, position) => ({ weight: (hundredths[position] ?? 0) / common, to })),
    [],
  );
}

function tell(findings: Findings, setting: string): void {
  addRemark(findings.remarks, diagnose("import-setting", { name: findings.label, setting }, null));
}

function leaveOut(findings: Findings, what: string, reason: string): null {
  addRemark(findings.remarks, diagnose("import-left-out", { name: findings.label, what, reason }, null));
  return null;
}
