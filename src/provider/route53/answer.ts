/**
 * What Route 53 answers, by its documented algorithm, from record sets alone. It never looks at a policy: every
 * compile is proved by holding this against the policy's own meaning.
 *
 * Sources: Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is configured",
 * "Geolocation routing", "Weighted routing", "Multivalue answer routing"; API reference, ResourceRecordSet.
 */
import type { Client } from "../../steering/client.ts";
import { type ClientPlace, type Location, locationsOf } from "../../steering/geography.ts";
import { type RankedPlace, sortByRank } from "../../steering/ranking.ts";
import type { Question, VendorOutcome } from "../provider.ts";
import { type CidrCollection, defaultLocation, locateAddress } from "./cidr.ts";
import { decodePlace } from "./ranked.ts";
import { type GeoLocation, type RecordSet, thisZone } from "./record-set.ts";

/** Whether a health check reports that its endpoint is alive, by the record set's HealthCheckId. */
export type IsAlive = (healthCheckId: string) => boolean;

/** What was found of record sets in one state of health: it is the same for all clients, and asked for often. */
export type JudgedSets = Map<RecordSet, boolean>;

export interface RecordSetIndex {
  /** A CIDR collection by the id or reference that record sets know it by; null for one that isn't there. */
  readonly collection: (id: string) => CidrCollection | null;
  /** The record sets of one name and type. */
  readonly group: (name: string, type: string) => readonly RecordSet[];
  /** Whether a name exists: something of any type stands there or below. */
  readonly exists: (name: string) => boolean;
}

/** Groups record sets by name and type, so that an answer doesn't search. */
export function indexRecordSets(
  sets: readonly RecordSet[],
  collections: ReadonlyMap<string, CidrCollection> = new Map(),
): RecordSetIndex {
  const byType = new Map<string, Map<string, RecordSet[]>>();
  for (const set of sets) {
    const groups = byType.get(set.Type) ?? new Map<string, RecordSet[]>();
    byType.set(set.Type, groups);
    const group = groups.get(set.Name);
    if (group === undefined) groups.set(set.Name, [set]);
    else group.push(set);
  }
  // Only questions that no record set answers directly need the names, and a proof asks none of those.
  let existing: ReadonlySet<string> | null = null;
  return {
    collection: (id) => collections.get(id) ?? null,
    group: (name, type) => byType.get(type)?.get(name) ?? [],
    exists: (name) => {
      existing ??= new Set(sets.flatMap((set) => [set.Name, ...namesAround(set.Name)]));
      return existing.has(name);
    },
  };
}

/** The names that a name stands below, the nearest first: "a.b.c" is below "b.c" and "c". */
function namesAround(name: string): readonly string[] {
  const labels = name.split(".");
  return labels.slice(1).map((_label, position) => labels.slice(position + 1).join("."));
}

/** An alias that leads back to itself never ends at AWS either; it is refused there when it is made. */
const longestChain = 32;

/**
 * Answers a question.
 *
 * @param judged - shared by questions that are asked in the same state of health
 * @returns Outcomes with distinct values whose shares add up to 1; null when a group routes in a way that is not
 * known here (Traffic Flow, a Local Zone, a CIDR collection that isn't there).
 */
export function answerRoute53(
  index: RecordSetIndex,
  question: Question,
  isAlive: IsAlive,
  judged: JudgedSets = new Map(),
): readonly VendorOutcome[] | null {
  const context: Context = { index, type: question.type, client: question.client, isAlive, judged };
  const own = index.group(question.name, question.type);
  const group = own.length > 0 ? own : wildcardGroup(index, question);
  return answerGroup(context, group, 0);
}

interface Context {
  readonly index: RecordSetIndex;
  readonly type: string;
  readonly client: Client;
  readonly isAlive: IsAlive;
  readonly judged: JudgedSets;
}

const noAnswer: readonly VendorOutcome[] = [{ values: [], share: 1, ttl: null }];

/** A wildcard answers for names that don't exist, from right below the closest name that does (RFC 4592, section 3.3). */
function wildcardGroup(index: RecordSetIndex, question: Question): readonly RecordSet[] {
  if (index.exists(question.name)) return [];
  const encloser = namesAround(question.name).find(index.exists);
  return encloser === undefined ? [] : index.group(`*.${encloser}`, question.type);
}

/** A record set is judged by its check and, as an alias that evaluates, by its target; both must hold. */
function isOk(context: Context, set: RecordSet, depth: number): boolean {
  const known = context.judged.get(set);
  if (known !== undefined) return known;
  const ok = judge(context, set, depth);
  context.judged.set(set, ok);
  return ok;
}

function judge(context: Context, set: RecordSet, depth: number): boolean {
  if (set.HealthCheckId !== undefined && !context.isAlive(set.HealthCheckId)) return false;
  const alias = set.AliasTarget;
  if (alias === undefined || !alias.EvaluateTargetHealth || alias.HostedZoneId !== thisZone) return true;
  if (depth > longestChain) return true;
  return context.index.group(alias.DNSName, context.type).some((member) => isOk(context, member, depth + 1));
}

function answerGroup(
  context: Context,
  group: readonly RecordSet[],
  depth: number,
): readonly VendorOutcome[] | null {
  if (group.length === 0) return noAnswer;
  if (depth > longestChain) return null;
  const ok = group.filter((set) => isOk(context, set, depth));
  // "If none of the records in a group are healthy, Route 53 considers all the records in the group to be healthy."
  const drawn = pick(context, group, ok);
  if (drawn === null) return null;
  if (drawn.length === 0) return noAnswer;
  const outcomes: VendorOutcome[] = [];
  for (const { set, share } of drawn) {
    const answered = follow(context, set, depth);
    if (answered === null) return null;
    for (const outcome of answered) outcomes.push({ ...outcome, share: outcome.share * share });
  }
  return mergeOutcomes(outcomes);
}

interface Drawn {
  readonly set: RecordSet;
  readonly share: number;
}

/** Which record sets of a group are answered, and how often; null for a routing policy that is not known here. */
function pick(
  context: Context,
  group: readonly RecordSet[],
  ok: readonly RecordSet[],
): readonly Drawn[] | null {
  const [first] = group;
  if (first === undefined) return [];
  if (first.OtherRouting !== undefined) return null;
  if (first.Region !== undefined || first.GeoProximityLocation !== undefined) {
    return pickNearest(context.client, group, ok);
  }
  if (first.CidrRoutingConfig !== undefined) return pickSubnet(context, group, ok);
  if (first.MultiValueAnswer) return [{ set: pool(ok.length > 0 ? ok : group), share: 1 }];
  if (first.Weight !== undefined) return pickWeighted(group, ok);
  if (first.Failover !== undefined) return pickFailover(group, ok);
  if (first.GeoLocation !== undefined) return pickGeolocation(context.client, group, ok);
  return [{ set: first, share: 1 }];
}

/** Up to eight healthy record sets are answered together; a larger group would be sampled, and is never compiled. */
function pool(sets: readonly RecordSet[]): RecordSet {
  const [first] = sets;
  const records = sets.slice(0, 8).flatMap((set) => set.ResourceRecords ?? []);
  return {
    Name: "",
    Type: "",
    ResourceRecords: records,
    ...(first?.TTL === undefined ? {} : { TTL: first.TTL }),
  };
}

/**
 * Healthy record sets with a weight share by weight; when there are none, healthy ones of weight 0 do; when none
 * is healthy at all, those with a weight do. All of weight 0 share equally.
 */
function pickWeighted(group: readonly RecordSet[], ok: readonly RecordSet[]): readonly Drawn[] {
  const weighing = (sets: readonly RecordSet[]) => sets.filter((set) => (set.Weight ?? 0) > 0);
  const choices = [weighing(ok), ok, weighing(group), group];
  const drawn = choices.find((sets) => sets.length > 0) ?? [];
  const total = drawn.reduce((sum, set) => sum + (set.Weight ?? 0), 0);
  return drawn.map((set) => ({ set, share: total === 0 ? 1 / drawn.length : (set.Weight ?? 0) / total }));
}

function pickFailover(group: readonly RecordSet[], ok: readonly RecordSet[]): readonly Drawn[] {
  const byRole = (sets: readonly RecordSet[], role: string) => sets.find((set) => set.Failover === role);
  const set =
    byRole(ok, "PRIMARY") ??
    byRole(ok, "SECONDARY") ??
    byRole(group, "PRIMARY") ??
    byRole(group, "SECONDARY");
  return set === undefined ? [] : [{ set, share: 1 }];
}

/** The nearest healthy record set, by latency or by biased distance; when none is healthy, the nearest. */
function pickNearest(
  client: Client,
  group: readonly RecordSet[],
  ok: readonly RecordSet[],
): readonly Drawn[] | null {
  const placed: { readonly place: RankedPlace; readonly set: RecordSet }[] = [];
  for (const set of group) {
    const place = decodePlace(set);
    if (place === null) return null;
    placed.push({ place, set });
  }
  const ranked = sortByRank(placed, client.rank).map(({ set }) => set);
  const set = ranked.find((candidate) => ok.includes(candidate)) ?? ranked[0];
  return set === undefined ? [] : [{ set, share: 1 }];
}

/**
 * The record set of the location that the client's address is in, else that of the default location. What happens
 * when it is unhealthy is not documented; Signpost never makes one that can be.
 */
function pickSubnet(
  context: Context,
  group: readonly RecordSet[],
  ok: readonly RecordSet[],
): readonly Drawn[] | null {
  const id = group[0]?.CidrRoutingConfig?.CollectionId;
  const collection = id === undefined ? null : context.index.collection(id);
  if (collection === null) return null;
  const at = (location: string) => group.find((set) => set.CidrRoutingConfig?.LocationName === location);
  const set = at(locateAddress(collection, context.client.address)) ?? at(defaultLocation);
  if (set === undefined) return [];
  return ok.includes(set) || ok.length === 0 ? [{ set, share: 1 }] : null;
}

/** From the state to the country, the continent and the default; one that is not healthy is passed over. */
function pickGeolocation(
  client: ClientPlace,
  group: readonly RecordSet[],
  ok: readonly RecordSet[],
): readonly Drawn[] {
  const candidates = locationsOf(client).flatMap((location) => {
    const wanted = group.find((set) => isFor(set.GeoLocation ?? {}, location));
    return wanted === undefined ? [] : [wanted];
  });
  const set = candidates.find((candidate) => ok.includes(candidate)) ?? candidates[0];
  return set === undefined ? [] : [{ set, share: 1 }];
}

function isFor(at: GeoLocation, location: Location): boolean {
  switch (location.kind) {
    case "subdivision":
      return at.CountryCode === location.country && at.SubdivisionCode === location.subdivision;
    case "country":
      return at.CountryCode === location.country && at.SubdivisionCode === undefined;
    case "continent":
      return at.ContinentCode === location.continent;
    case "anywhere":
      return at.CountryCode === "*";
  }
}

/** An alias answers what its target does, under the name that was asked for. */
function follow(context: Context, set: RecordSet, depth: number): readonly VendorOutcome[] | null {
  const alias = set.AliasTarget;
  if (alias !== undefined) {
    // An AWS service answers with addresses and a TTL of its own.
    if (alias.HostedZoneId !== thisZone) return [{ values: [`alias:${alias.DNSName}`], share: 1, ttl: null }];
    return answerGroup(context, context.index.group(alias.DNSName, context.type), depth + 1);
  }
  const values = [...new Set((set.ResourceRecords ?? []).map((record) => record.Value))].sort();
  return [{ values, share: 1, ttl: set.TTL ?? null }];
}

function mergeOutcomes(outcomes: readonly VendorOutcome[]): readonly VendorOutcome[] {
  const merged = new Map<string, VendorOutcome>();
  for (const outcome of outcomes) {
    const key = `${outcome.values.join(" ")} ${outcome.ttl}`;
    merged.set(key, { ...outcome, share: outcome.share + (merged.get(key)?.share ?? 0) });
  }
  return [...merged.values()];
}
