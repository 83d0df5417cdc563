import { answerRoute53, type RecordSetIndex } from "../../provider/route53/answer.ts";
import type { Client } from "../../steering/client.ts";
import { withEstimatedRank } from "../../steering/estimate.ts";
import { rankFrom } from "../../steering/ranking.ts";
import { type Located, type Subnet, usualLengths } from "../places/place.ts";
import type { RecordSet, RecordType } from "../route53/record-set.ts";
import type { State, Zone } from "../route53/state.ts";
import type { World } from "../route53/world.ts";
import { canonicalSet } from "./canonical-set.ts";

/** Who asks. */
export interface DnsClient {
  readonly subnet: Subnet;
  readonly located: Located;
}

/** What one draw answers. */
export type Draw =
  | { readonly kind: "values"; readonly values: readonly string[]; readonly ttl: number }
  /** There is something at the name, but not for this client. */
  | { readonly kind: "nothing" }
  /** Nobody but AWS can tell. */
  | { readonly kind: "unknown"; readonly reason: string };

/** How the evaluator writes an alias to a service. */
const servicePrefix = "alias:";

/** Asks the evaluator about a group, and draws one of what it may answer by their shares. */
export function drawAnswer(
  state: State,
  zone: Zone,
  group: { readonly name: string; readonly type: RecordType },
  client: DnsClient,
  world: Pick<World, "isAlive" | "random">,
): Draw {
  // The evaluator hands the type on to the index and does nothing else with it; this index holds one type only.
  const question = { name: group.name, type: "A", client: describeClient(client) } as const;
  const outcomes = answerRoute53(indexZone(state, zone, group.type, client), question, world.isAlive);
  if (outcomes === null) {
    return { kind: "unknown", reason: "the sandbox can't know what Traffic Flow or a Local Zone answers" };
  }
  let left = world.random();
  const drawn = outcomes.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  const { values = [], ttl = null } = drawn ?? outcomes.at(-1) ?? {};
  const service = values.find((value) => value.startsWith(servicePrefix));
  if (service !== undefined && ttl === null) {
    const reason = `only AWS knows the addresses of ${service.slice(servicePrefix.length)}`;
    return { kind: "unknown", reason };
  }
  if (values.length === 0 || ttl === null) return { kind: "nothing" };
  return { kind: "values", values: shuffle(values, world.random), ttl };
}

/**
 * How much of the client's address the answer of a group depends on: 0 where all clients get the same (RFC 7871,
 * section 7.2.1).
 */
export function scopeOf(
  state: State,
  zone: Zone,
  group: { readonly name: string; readonly type: RecordType },
  { subnet, located }: DnsClient,
): number {
  const lengths = routingsBelow(zone, group.name, group.type).map((routing): number => {
    switch (routing.kind) {
      case "geolocation":
      case "geoproximity":
      case "latency":
        return located.length;
      case "cidr":
        return longestBlock(state, routing.collectionId, subnet.family);
      default:
        return 0;
    }
  });
  return Math.max(0, ...lengths);
}

function describeClient({ subnet, located: { place } }: DnsClient): Client {
  const { continent, country, subdivision, coordinates } = place;
  const client = { continent, country, subdivision, address: subnet.address };
  return coordinates === null ? withEstimatedRank(client) : { ...client, rank: rankFrom(coordinates) };
}

function indexZone(state: State, zone: Zone, type: RecordType, { subnet }: DnsClient): RecordSetIndex {
  return {
    group: (name) => zone.records.group(name, type).map((recordSet) => canonicalSet(recordSet, zone)),
    // Asked only for names without a group of their own, and none is asked about here.
    exists: () => true,
    collection: (id) => {
      const blocks = state.cidrCollections.get(id)?.blocks;
      if (blocks === undefined) return null;
      // A subnet that is wider than a block doesn't match it (Developer Guide, "IP-based routing").
      const matching = blocks.filter(({ cidr }) => lengthOf(cidr) <= subnet.length);
      return {
        Locations: matching.map(({ location, cidr }) => ({ LocationName: location, CidrList: [cidr] })),
      };
    },
  };
}

/** The routing of a group and of all groups that its aliases lead to. */
function routingsBelow(zone: Zone, name: string, type: RecordType): readonly RecordSet["routing"][] {
  const seen = new Set<string>();
  const open = [name];
  const found: RecordSet["routing"][] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const recordSet of zone.records.group(next, type)) {
      found.push(recordSet.routing);
      const target = zone.records.targetOf(recordSet);
      if (target !== null) open.push(target.name);
    }
  }
  return found;
}

function longestBlock(state: State, collectionId: string, family: 4 | 6): number {
  const blocks = state.cidrCollections.get(collectionId)?.blocks ?? [];
  const own = blocks.filter(({ cidr }) => cidr.includes(":") === (family === 6));
  return Math.max(usualLengths[family], ...own.map(({ cidr }) => lengthOf(cidr)));
}

function lengthOf(cidr: string): number {
  return Number.parseInt(cidr.slice(cidr.indexOf("/") + 1), 10);
}

/** Route 53 rotates the values of an answer. */
function shuffle(values: readonly string[], random: () => number): readonly string[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
