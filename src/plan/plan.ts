/** A plan: what would change at one vendor, and who would get what. Plain data. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import {
  type Endpoint,
  type Origin,
  type Policy,
  type PolicyRecord,
  type ProviderId,
  type RecordType,
  recordTypes,
} from "../policy/policy.ts";
import { type FailoverTime, failoverTimeOf } from "../proof/failover-time.ts";
import { groupByOwner } from "../provider/by-owner.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type { Connection, LiveName, PlannedBatches, Snapshot, Zone } from "../provider/connection.ts";
import type { Proof } from "../provider/prove.ts";
import type { Evaluator } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import type { Resource } from "../provider/resource.ts";
import { distinctionsIn, joinDistinctions } from "../steering/clients.ts";
import { addressOf } from "../steering/health.ts";
import type { SteeredEndpoint, SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { Target } from "./check.ts";
import { type AttributeChange, compareAttributes, diffResources } from "./diff.ts";
import { refuseForeign } from "./refuse.ts";
import { mergeTables, type TrafficTable, tabulateTraffic } from "./traffic.ts";

export interface PlannedChange {
  readonly change: Change;
  /** Of an update; empty for the others. */
  readonly attributes: readonly AttributeChange[];
}

export interface PlannedName {
  readonly name: string;
  /** Of a name that left the policy, what it still has. */
  readonly types: readonly RecordType[];
  /** Seconds, null for a name that left the policy. */
  readonly ttl: number | null;
  readonly status: "new" | "changed" | "unchanged" | "removed";
  /** Somebody changed it since it was applied. */
  readonly drifted: boolean;
  readonly traffic: readonly TrafficTable[];
  readonly failover: FailoverTime | null;
  /** Seconds. */
  readonly objective: number | null;
  readonly changes: readonly PlannedChange[];
}

/** Markers are counted apart: they follow their names. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly markers: number;
}

export interface Plan {
  readonly provider: ProviderId;
  readonly title: string;
  readonly policy: string;
  readonly zone: Zone;
  readonly read: Snapshot["counts"];
  readonly names: readonly PlannedName[];
  /** Health checks, which all names share. */
  readonly shared: readonly PlannedChange[];
  readonly counts: Counts;
  readonly batches: number;
  readonly proof: Pick<Proof, "records" | "classes" | "states" | "exhaustive" | "seed">;
  /** Why it may not be applied; empty when it may. */
  readonly refusals: readonly Diagnostic[];
}

/** A plan with what applying it needs. */
export interface Prepared {
  readonly plan: Plan;
  readonly changes: readonly Change[];
  readonly snapshot: Snapshot;
  readonly target: Target;
  readonly connection: Connection;
}

/** Reads the zone and plans. Throws `ProviderError` when it can't be read. */
export async function preparePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  connection: Connection,
): Promise<Prepared> {
  const snapshot = await connection.read(target.compiled);
  const changes = diffResources(target.compiled.resources, snapshot.resources);
  const batched = await connection.planBatches(changes, snapshot);
  const plan = describePlan(policy, records, { changes, snapshot, target, connection }, batched);
  return { plan, changes, snapshot, target, connection };
}

function describePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  { changes, snapshot, target, connection }: Omit<Prepared, "plan">,
  batched: PlannedBatches,
): Plan {
  const provider = providers[target.provider];
  const planned = changes.map(describeChange);
  const wanted = new Map<string, Origin>(records.map(({ record }) => [record.name, record.origin]));
  const live = provider.evaluate([...snapshot.resources, ...snapshot.foreign]);
  const desired = provider.evaluate(target.compiled.resources);
  const { records: proved, classes, states, exhaustive, seed } = target.proof;
  const found = [...snapshot.resources, ...snapshot.foreign];
  const world: World = {
    target,
    endpoints: [...policy.endpoints.values()],
    liveByOwner: groupByOwner(found, (resource) => resource.owner),
    names: new Map(snapshot.names.map((name) => [name.name, name])),
    live,
    desired,
    changes: groupByOwner(planned, ({ change }) => subjectOf(change).owner),
    shared: found.filter((resource) => resource.owner === null),
    ours: new Set(snapshot.resources.map((resource) => resource.owner)),
  };
  const left = snapshot.names.filter((name) => name.policy === policy.name && !wanted.has(name.name));
  return {
    provider: target.provider,
    title: provider.title,
    policy: policy.name,
    zone: connection.zone,
    read: snapshot.counts,
    names: [
      ...records.map((steered) => describeName(world, steered)),
      ...left.map((name) => describeRemoved(world, name)),
    ],
    shared: planned.filter(({ change }) => subjectOf(change).owner === null),
    counts: countChanges(changes),
    batches: batched.batches,
    proof: { records: proved, classes, states, exhaustive, seed },
    refusals: [...refuseForeign(policy, wanted, snapshot), ...batched.refusals],
  };
}

/** Live and desired, indexed by public name. */
interface World {
  readonly target: Target;
  readonly endpoints: readonly Endpoint[];
  readonly names: ReadonlyMap<string, LiveName>;
  readonly ours: ReadonlySet<string | null>;
  /** Live resources that serve no name in particular. */
  readonly shared: readonly Resource[];
  readonly liveByOwner: ReadonlyMap<string, readonly Resource[]>;
  readonly live: Evaluator;
  readonly desired: Evaluator;
  readonly changes: ReadonlyMap<string, readonly PlannedChange[]>;
}

function describeChange(change: Change): PlannedChange {
  return {
    change,
    attributes: change.action === "update" ? compareAttributes(change.before, change.after) : [],
  };
}

function describeName(world: World, steered: SteeredRecord): PlannedName {
  const { record, tree } = steered;
  const changes = world.changes.get(record.name) ?? [];
  const isNew = !world.ours.has(record.name);
  return {
    name: record.name,
    types: record.types,
    ttl: record.ttl,
    status: isNew ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted: world.names.get(record.name)?.drifted ?? false,
    traffic: mergeTables(record.types.map((type) => tabulateRecord(world, record, type, tree))),
    failover: failoverTimeOf(steered, providers[world.target.provider].probeSeconds),
    objective: record.objective?.failover ?? null,
    changes,
  };
}

function tabulateRecord(
  world: World,
  record: PolicyRecord,
  type: RecordType,
  tree: SteeredRecord["tree"],
): TrafficTable {
  const endpoints = endpointsOf(tree);
  const own = world.liveByOwner.get(record.name) ?? [];
  return tabulateTraffic({
    name: record.name,
    type,
    distinctions: joinDistinctions(
      distinctionsIn(tree),
      providers[world.target.provider].distinctionsIn([...world.shared, ...own]),
    ),
    live: world.live,
    desired: world.desired,
    endpoints: labelAddresses(endpoints, type),
    checked: new Set(endpoints.filter(({ check }) => check !== null).map(({ name }) => name)),
  });
}

/** A name that is live and no longer wanted: what its clients get now, and nothing after. */
function describeRemoved(world: World, live: LiveName): PlannedName {
  const sets = world.liveByOwner.get(live.name) ?? [];
  const types = recordTypes.filter((type) =>
    sets.some(({ title }) => title[0] === live.name && title[1] === type),
  );
  const traffic = types.map((type) =>
    tabulateTraffic({
      name: live.name,
      type,
      distinctions: providers[world.target.provider].distinctionsIn([...world.shared, ...sets]),
      live: world.live,
      desired: world.desired,
      endpoints: labelAddresses(world.endpoints, type),
      checked: new Set(),
    }),
  );
  return {
    name: live.name,
    types,
    ttl: null,
    status: "removed",
    drifted: live.drifted,
    traffic: mergeTables(traffic),
    failover: null,
    objective: null,
    changes: world.changes.get(live.name) ?? [],
  };
}

/** The endpoints' names by their addresses; of several with one address, the first. */
function labelAddresses(
  endpoints: Iterable<Endpoint | SteeredEndpoint>,
  type: RecordType,
): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const endpoint of endpoints) {
    const address = addressOf(endpoint, type);
    // A check of an AWS service knows it by its name alone.
    for (const text of [address, endpoint.alias?.dnsName]) {
      if (typeof text === "string" && !labels.has(text)) labels.set(text, endpoint.name);
    }
  }
  return labels;
}

function countChanges(changes: readonly Change[]): Counts {
  const count = (action: Change["action"]) =>
    changes.filter((change) => change.action === action && subjectOf(change).kind !== "marker").length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    markers: changes.filter((change) => subjectOf(change).kind === "marker").length,
  };
}

/** Whether applying would do anything. */
export function isEmpty({ counts }: Plan): boolean {
  return counts.create + counts.update + counts.delete + counts.markers === 0;
}
