/** A plan: what would change at one vendor, and who would get what. Plain data. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy, ProviderId, RecordType } from "../policy/policy.ts";
import { type FailoverTime, failoverTimeOf } from "../proof/failover-time.ts";
import { groupByOwner } from "../provider/by-owner.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type { Connection, LiveName, PlannedBatches, Snapshot, Zone } from "../provider/connection.ts";
import type { Proof } from "../provider/prove.ts";
import type { Provider } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import type { Resource } from "../provider/resource.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { type BlastRadius, worstBlast } from "./blast-radius.ts";
import type { Target } from "./check.ts";
import { type CostEstimate, estimateCost } from "./cost.ts";
import { type AttributeChange, compareAttributes, diffResources } from "./diff.ts";
import { judgeChanges } from "./judge-changes.ts";
import { keepAsAt } from "./kept.ts";
import { refuseForeign } from "./refuse.ts";
import { describeRestored, typesAt } from "./restored.ts";
import type { TrafficTable } from "./traffic.ts";
import { type LiveTimes, openWorlds, tabulateName, timeName, type Worlds } from "./worlds.ts";

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
  /** Seconds for which clients keep what was chosen: the TTL, unless the vendor stands in between. */
  readonly kept: number | null;
  readonly status: "new" | "changed" | "unchanged" | "removed";
  /** Somebody changed it since it was applied. */
  readonly drifted: boolean;
  readonly traffic: readonly TrafficTable[];
  readonly blast: BlastRadius;
  /** As it is now; null where nothing is there, or nothing that could change it. */
  readonly before: LiveTimes | null;
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
  /** Atomic where changes are written at once, else requests. */
  readonly batches: number;
  readonly writes: Provider["writes"];
  /** The name whose clients it moves most, null when it moves none. */
  readonly worst: { readonly name: string; readonly blast: BlastRadius } | null;
  readonly proof: Omit<Proof, "diagnostics">;
  /** Null when the policy doesn't say how much it is asked. */
  readonly cost: CostEstimate | null;
  /** How many of the policy's promises were held against it; a policy that breaks one is not planned. */
  readonly promises: { readonly tests: number; readonly guarantees: number };
  /** Why it may not be applied; empty when it may. */
  readonly refusals: readonly Diagnostic[];
  /** What is mostly better done in another way. */
  readonly warnings: readonly Diagnostic[];
}

/** A plan with what applying it needs. */
export interface Prepared {
  readonly plan: Plan;
  readonly changes: readonly Change[];
  readonly snapshot: Snapshot;
  readonly target: Target;
  readonly connection: Connection;
}

/** What whoever asks for a plan says beside the policy. */
export interface Asked {
  /** As 2026-12-31, in UTC, for waivers; null where there is no clock: then none is over. */
  readonly today: string | null;
}

export const nothingAsked: Asked = { today: null };

/** Reads the zone and plans. Throws `ProviderError` when it can't be read. */
export async function preparePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  connection: Connection,
  asked: Asked = nothingAsked,
): Promise<Prepared> {
  return planOver(policy, records, target, connection, await connection.read(target.compiled), asked);
}

/** The same for a zone that was read already. Names that are wanted without a record are described as they are compiled. */
export async function planOver(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  connection: Connection,
  snapshot: Snapshot,
  asked: Asked = nothingAsked,
): Promise<Prepared> {
  const changes = diffResources(target.compiled.resources, snapshot.resources);
  const batched = await connection.planBatches(changes, target.compiled, snapshot);
  const plan = describePlan(policy, records, { changes, snapshot, target, connection }, batched, asked);
  return { plan, changes, snapshot, target, connection };
}

function describePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  { changes, snapshot, target, connection }: Omit<Prepared, "plan">,
  batched: PlannedBatches,
  { today }: Asked,
): Plan {
  const provider = providers[target.provider];
  const planned = changes.map(describeChange);
  const wanted = new Map<string, Origin>(records.map(({ record }) => [record.name, record.origin]));
  const { diagnostics: _, ...proof } = target.proof;
  const found: Found = {
    policy,
    target,
    worlds: openWorlds(policy, target.compiled.resources, snapshot, provider),
    liveByOwner: groupByOwner([...snapshot.resources, ...snapshot.foreign], (resource) => resource.owner),
    names: new Map(snapshot.names.map((name) => [name.name, name])),
    changes: groupByOwner(planned, ({ change }) => subjectOf(change).owner),
    ours: new Set(snapshot.resources.map((resource) => resource.owner)),
    isSharedChanged: planned.some(({ change }) => subjectOf(change).owner === null),
  };
  const others = snapshot.names.filter(({ name }) => !wanted.has(name));
  const compiled = groupByOwner(target.compiled.resources, (resource) => resource.owner);
  const restored = others.filter(({ name }) => compiled.has(name));
  const left = others.filter((name) => name.policy === policy.name && !compiled.has(name.name));
  const names = [
    ...records.map((steered) => describeName(found, steered)),
    ...restored.map((name) => {
      const { worlds, changes, ours, liveByOwner } = found;
      const sides = { desired: compiled.get(name.name) ?? [], live: liveByOwner.get(name.name) ?? [] };
      return describeRestored(worlds, name, sides, changes.get(name.name) ?? [], ours.has(name.name));
    }),
    ...left.map((name) => describeRemoved(found, name)),
  ];
  const worst = worstBlast(names);
  const judged = judgeChanges(policy, records, names, found.worlds, today);
  return {
    provider: target.provider,
    title: provider.title,
    policy: policy.name,
    zone: connection.zone,
    read: snapshot.counts,
    names,
    shared: planned.filter(({ change }) => subjectOf(change).owner === null),
    counts: countChanges(changes),
    batches: batched.batches,
    writes: provider.writes,
    worst: worst === null ? null : { name: worst.name, blast: worst.blast },
    proof,
    cost: estimateCost(
      policy,
      names,
      provider,
      { resources: snapshot.resources, reach: found.worlds.live.reach },
      { resources: target.compiled.resources, reach: found.worlds.desired.reach },
    ),
    promises: { tests: policy.tests.length, guarantees: policy.guarantees.length },
    refusals: [
      ...refuseForeign(policy, wanted, snapshot, restored),
      ...batched.refusals,
      ...judged.filter(isError),
    ],
    warnings: judged.filter((one) => !isError(one)),
  };
}

/** A rule that the policy raised to an error stands in the way. */
function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** What was found and what is planned, indexed by public name. */
interface Found {
  readonly policy: Policy;
  readonly target: Target;
  readonly worlds: Worlds;
  readonly names: ReadonlyMap<string, LiveName>;
  readonly ours: ReadonlySet<string | null>;
  /** A check that changes can change the time of a failover without a record set of the name. */
  readonly isSharedChanged: boolean;
  readonly liveByOwner: ReadonlyMap<string, readonly Resource[]>;
  readonly changes: ReadonlyMap<string, readonly PlannedChange[]>;
}

function describeChange(change: Change): PlannedChange {
  return {
    change,
    attributes: change.action === "update" ? compareAttributes(change.before, change.after) : [],
  };
}

function describeName({ worlds, policy, ...found }: Found, steered: SteeredRecord): PlannedName {
  const { record, tree } = steered;
  const changes = found.changes.get(record.name) ?? [];
  const drifted = found.names.get(record.name)?.drifted ?? false;
  const isNew = !found.ours.has(record.name);
  const told = tabulateName(worlds, record.name, record.types, tree);
  const mayDiffer = changes.length > 0 || drifted || found.isSharedChanged;
  const isThere = told.traffic.some(({ rows }) => rows.some(({ now }) => now?.length !== 0));
  return {
    name: record.name,
    types: record.types,
    ttl: record.ttl,
    kept: worlds.provider.keptSeconds(record, policy),
    status: isNew ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted,
    ...told,
    before: isThere && mayDiffer ? timeName(worlds, "live", record.name, record.types) : null,
    failover: failoverTimeOf(keepAsAt(worlds.provider, policy, steered), worlds.provider.probeSeconds),
    objective: record.objective?.failover ?? null,
    changes,
  };
}

/** A name that is live and no longer wanted: what its clients get now, and what is left for them after. */
function describeRemoved({ worlds, ...found }: Found, live: LiveName): PlannedName {
  const types = typesAt(live.name, found.liveByOwner.get(live.name) ?? []);
  return {
    name: live.name,
    types,
    ttl: null,
    kept: null,
    status: "removed",
    drifted: live.drifted,
    ...tabulateName(worlds, live.name, types, null),
    before: timeName(worlds, "live", live.name, types),
    failover: null,
    objective: null,
    changes: found.changes.get(live.name) ?? [],
  };
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
