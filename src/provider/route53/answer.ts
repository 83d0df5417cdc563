/**
 * What Route 53 answers, by its documented algorithm, from record sets alone. It never looks at a policy: every
 * compile is proved by holding this against the policy's own meaning.
 *
 * Sources: Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is configured",
 * "Geolocation routing", "Weighted routing", "Multivalue answer routing"; API reference, ResourceRecordSet.
 */
import type { Client } from "../../steering/client.ts";
import { type Location, locationsOf } from "../../steering/geography.ts";
import { type RankedPlace, sortByRank } from "../../steering/ranking.ts";
import type { Question, VendorOutcome } from "../provider.ts";
import { type CidrCollection, defaultLocation, locateAddress } from "./cidr.ts";
import { type Answer, answerOf } from "./own-answer.ts";
import { decodePlace } from "./ranked.ts";
import { type GeoLocation, type RecordSet, thisZone } from "./record-set.ts";

/** Whether a health check reports that its endpoint is alive, by the record set's HealthCheckId. */
export type IsAlive = (healthCheckId: string) => boolean;

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

/**
 * Answers a question.
 *
 * @returns Outcomes with distinct values whose shares add up to 1; null when a group routes in a way that is not
 * known here (Traffic Flow, a Local Zone, a CIDR collection that isn't there), or when aliases lead in a circle.
 */
export function answerRoute53(
  index: RecordSetIndex,
  question: Question,
  isAlive: IsAlive,
): readonly VendorOutcome[] | null {
  const { type, client } = question;
  const answers = new Map<Answer, number>();
  const context = { index, type, client, isAlive, answers, judged: new Map(), trail: new Set<string>() };
  const own = index.group(question.name, question.type);
  const group = own.length > 0 ? own : wildcardGroup(index, question);
  if (!addAnswers(context, group, 1)) return null;
  return [...answers].map(([{ values, ttl }, share]) => ({ values, share, ttl }));
}

interface Context {
  readonly index: RecordSetIndex;
  readonly type: string;
  readonly client: Client;
  readonly isAlive: IsAlive;
  /** What was found to be answered so far, each with its share. */
  readonly answers: Map<Answer, number>;
  /** Of the names that aliases lead to, whether they have a healthy record set. */
  readonly judged: Map<string, boolean>;
  /** The aliases that are being followed, by the name that they lead to. */
  readonly trail: Set<string>;
}

const noAnswer: Answer = { values: [], ttl: null };

/** A wildcard answers for names that don't exist, from right below the closest name that does (RFC 4592, section 3.3). */
function wildcardGroup(index: RecordSetIndex, question: Question): readonly RecordSet[] {
  if (index.exists(question.name)) return [];
  const encloser = namesAround(question.name).find(index.exists);
  return encloser === undefined ? [] : index.group(`*.${encloser}`, question.type);
}

/** A record set is judged by its check and, as an alias that evaluates, by its target; both must hold. */
function isOk(context: Context, set: RecordSet): boolean {
  if (set.HealthCheckId !== undefined && !context.isAlive(set.HealthCheckId)) return false;
  const alias = set.AliasTarget;
  if (alias === undefined || !alias.EvaluateTargetHealth || alias.HostedZoneId !== thisZone) return true;
  return isAnyOk(context, alias.DNSName);
}

function isAnyOk(context: Context, name: string): boolean {
  const known = context.judged.get(name);
  if (known !== undefined) return known;
  // Until it is judged. In a circle that is all there is to say, and AWS refuses to make one.
  context.judged.set(name, true);
  const ok = context.index.group(name, context.type).some((set) => isOk(context, set));
  context.judged.set(name, ok);
  return ok;
}

/** Adds what a group answers, each with its part of the share; false when it can't be told. */
function addAnswers(context: Context, group: readonly RecordSet[], share: number): boolean {
  // "If none of the records in a group are healthy, Route 53 considers all the records in the group to be healthy."
  const drawn = pick(context, group);
  if (drawn === null) return false;
  if (drawn.length === 0) addAnswer(context, noAnswer, share);
  return drawn.every((one) => follow(context, one.set, one.share * share));
}

function addAnswer({ answers }: Context, answer: Answer, share: number): void {
  answers.set(answer, (answers.get(answer) ?? 0) + share);
}

interface Drawn {
  readonly set: RecordSet;
  readonly share: number;
}

/**
 * Which record sets of a group are answered, and how often; null for a routing policy that is not known here. It judges
 * no more of them than it must: a proof looks once at all states of health that agree on what was judged.
 */
function pick(context: Context, group: readonly RecordSet[]): readonly Drawn[] | null {
  const [first] = group;
  if (first === undefined) return [];
  if (first.OtherRouting !== undefined) return null;
  if (first.Region !== undefined || first.GeoProximityLocation !== undefined) {
    return pickNearest(context, group);
  }
  if (first.CidrRoutingConfig !== undefined) return pickSubnet(context, group);
  if (first.MultiValueAnswer) {
    const ok = group.filter((set) => isOk(context, set));
    return [{ set: pool(ok.length > 0 ? ok : group), share: 1 }];
  }
  if (first.Weight !== undefined) return pickWeighted(context, group);
  if (first.Failover !== undefined) return pickFailover(context, group);
  if (first.GeoLocation !== undefined) return pickGeolocation(context, group);
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
function pickWeighted(context: Context, group: readonly RecordSet[]): readonly Drawn[] {
  const weighing = group.filter((set) => (set.Weight ?? 0) > 0);
  let drawn = weighing.filter((set) => isOk(context, set));
  if (drawn.length === 0) drawn = group.filter((set) => isOk(context, set));
  if (drawn.length === 0) drawn = weighing.length > 0 ? weighing : [...group];
  const total = drawn.reduce((sum, set) => sum + (set.Weight ?? 0), 0);
  return drawn.map((set) => ({ set, share: total === 0 ? 1 / drawn.length : (set.Weight ?? 0) / total }));
}

function pickFailover(context: Context, group: readonly RecordSet[]): readonly Drawn[] {
  const byRole = (role: string) => group.filter((set) => set.Failover === role);
  return pickFirst(context, [...byRole("PRIMARY"), ...byRole("SECONDARY")]);
}

/** The first healthy one; when none is healthy, the first. */
function pickFirst(context: Context, ordered: readonly RecordSet[]): readonly Drawn[] {
  const set = ordered.find((candidate) => isOk(context, candidate)) ?? ordered[0];
  return set === undefined ? [] : [{ set, share: 1 }];
}

/** The nearest healthy record set, by latency or by biased distance; when none is healthy, the nearest. */
function pickNearest(context: Context, group: readonly RecordSet[]): readonly Drawn[] | null {
  const ranked = inOrder(context.client, group, () => {
    const placed: { readonly place: RankedPlace; readonly set: RecordSet }[] = [];
    for (const set of group) {
      const place = decodePlace(set);
      if (place === null) return null;
      placed.push({ place, set });
    }
    return sortByRank(placed, context.client.rank).map(({ set }) => set);
  });
  return ranked === null ? null : pickFirst(context, ranked);
}

type Order = readonly RecordSet[] | null;

const orders = new WeakMap<readonly RecordSet[], WeakMap<Client, Order>>();

/** In which order a client is given the record sets of a group. It is the same in every state of health. */
function inOrder(client: Client, group: readonly RecordSet[], find: () => Order): Order {
  const known = orders.get(group) ?? new WeakMap<Client, Order>();
  orders.set(group, known);
  const before = known.get(client);
  const order = before === undefined ? find() : before;
  known.set(client, order);
  return order;
}

/**
 * The record set of the location that the client's address is in, else that of the default location. What happens
 * when it is unhealthy is not documented; Signpost never makes one that can be.
 */
function pickSubnet(context: Context, group: readonly RecordSet[]): readonly Drawn[] | null {
  const id = group[0]?.CidrRoutingConfig?.CollectionId;
  const collection = id === undefined ? null : context.index.collection(id);
  if (collection === null) return null;
  const at = (location: string) => group.find((set) => set.CidrRoutingConfig?.LocationName === location);
  const set = at(locateAddress(collection, context.client.address)) ?? at(defaultLocation);
  if (set === undefined) return [];
  const isKnown = isOk(context, set) || !group.some((other) => isOk(context, other));
  return isKnown ? [{ set, share: 1 }] : null;
}

/** From the state to the country, the continent and the default; one that is not healthy is passed over. */
function pickGeolocation(context: Context, group: readonly RecordSet[]): readonly Drawn[] {
  const candidates = inOrder(context.client, group, () =>
    locationsOf(context.client).flatMap((location) => {
      const wanted = group.find((set) => isFor(set.GeoLocation ?? {}, location));
      return wanted === undefined ? [] : [wanted];
    }),
  );
  return pickFirst(context, candidates ?? []);
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
function follow(context: Context, set: RecordSet, share: number): boolean {
  const alias = set.AliasTarget;
  if (alias === undefined || alias.HostedZoneId !== thisZone) {
    addAnswer(context, answerOf(context.index, set), share);
    return true;
  }
  const { DNSName: target } = alias;
  // An alias that leads back to itself never ends; AWS refuses it when it is made.
  if (context.trail.has(target)) return false;
  context.trail.add(target);
  const told = addAnswers(context, context.index.group(target, context.type), share);
  context.trail.delete(target);
  return told;
}
