/** A plan: what would change at one vendor, and who would get what. Plain data. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy, ProviderId } from "../policy/policy.ts";
import { groupByOwner } from "../provider/by-owner.ts";
import { type Change, subjectOf } from "../provider/change.ts";
import type {
  Connection,
  LiveName,
  PlannedBatches,
  Reading,
  Snapshot,
  Zone,
} from "../provider/connection.ts";
import { isOwn } from "../provider/own-names.ts";
import type { Proof } from "../provider/prove.ts";
import type { Provider } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { type BlastRadius, worstBlast } from "./blast-radius.ts";
import type { Target } from "./check.ts";
import { type CostEstimate, estimateCost } from "./cost.ts";
import { diffResources } from "./diff.ts";
import { labelOf, namesToGuard } from "./guarded.ts";
import { judgeChanges } from "./judge-changes.ts";
import { type Allowance, type Guarded, judgeGuards, unguarded, warnOfLostWaivers } from "./judge-guards.ts";
import { narrowChanges } from "./narrow.ts";
import { noteUnneeded } from "./note-unneeded.ts";
import {
  describeChange,
  describeName,
  describeRemoved,
  type Found,
  type PlannedChange,
  type PlannedName,
} from "./planned-name.ts";
import { refuseProtected } from "./protected.ts";
import { refuseForeign, refuseMovingAdoption } from "./refuse.ts";
import { describeRestored } from "./restored.ts";
import { openWorlds } from "./worlds.ts";

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
  /** What it does that no plan may without being told to. */
  readonly guards: Guarded;
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
  readonly policy: Policy;
  readonly records: readonly SteeredRecord[];
  readonly target: Target;
  readonly connection: Connection;
  readonly asked: Asked;
}

/** What whoever asks for a plan says beside the policy. */
export interface Asked {
  /** As 2026-12-31, in UTC, for waivers; null where there is no clock: then none is over. */
  readonly today: string | null;
  /** What guards let pass. Whether all of it was needed is for whoever knows all plans of a run. */
  readonly allow: readonly Allowance[];
  /** Names at which what nobody has marked is taken over; then nothing else is planned. */
  readonly adopted?: ReadonlySet<string>;
}

export const nothingAsked: Asked = { today: null, allow: [] };

/** Reads the zone and tells how it differs from what is wanted; nothing that could be written. Throws `ProviderError`. */
export async function compareZone(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  reading: Reading,
  asked: Asked = nothingAsked,
): Promise<Plan> {
  const snapshot = await reading.read(target.compiled);
  return compareSnapshot(policy, records, target, { snapshot, zone: reading.zone }, asked);
}

/** The same for what was read already, or is only taken to be live. */
export function compareSnapshot(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  { snapshot, zone }: Pick<Prepared, "snapshot"> & { readonly zone: Zone },
  asked: Asked = nothingAsked,
): Plan {
  const changes = diffResources(target.compiled.resources, snapshot.resources);
  const found = { changes, snapshot, target, zone };
  return describePlan(policy, records, found, { batches: 0, refusals: [] }, asked);
}

/** Reads the zone and plans. Throws `ProviderError` when it can't be read. */
export async function preparePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  connection: Connection,
  asked: Asked = nothingAsked,
): Promise<Prepared> {
  return planOver(
    policy,
    records,
    target,
    connection,
    await connection.read(target.compiled, asked.adopted),
    asked,
  );
}

/** The same for a zone that was read already. Names that are wanted without a record are described as they are compiled. */
export async function planOver(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  connection: Connection,
  snapshot: Snapshot,
  asked: Asked,
): Promise<Prepared> {
  const all = diffResources(target.compiled.resources, snapshot.resources);
  const changes =
    asked.adopted === undefined ? all : narrowChanges(all, target.compiled.resources, asked.adopted);
  const batched = await connection.planBatches(changes, target.compiled, snapshot);
  const plan = describePlan(
    policy,
    records,
    { changes, snapshot, target, zone: connection.zone },
    batched,
    asked,
  );
  return { plan, changes, snapshot, policy, records, target, connection, asked };
}

/** A zone as it is and as it is wanted. */
interface Compared extends Pick<Prepared, "changes" | "snapshot" | "target"> {
  readonly zone: Zone;
}

function describePlan(
  policy: Policy,
  records: readonly SteeredRecord[],
  { changes, snapshot, target, zone }: Compared,
  batched: PlannedBatches,
  { today, allow, adopted }: Asked,
): Plan {
  const provider = providers[target.provider];
  const planned = changes.map(describeChange);
  const chosen = adopted === undefined ? records : records.filter(({ record }) => adopted.has(record.name));
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
  const others = adopted === undefined ? snapshot.names.filter(({ name }) => !wanted.has(name)) : [];
  const compiled = groupByOwner(target.compiled.resources, (resource) => resource.owner);
  const restored = others.filter(({ name }) => compiled.has(name));
  const left = others.filter((name) => isOwn(policy, name.policy) && !compiled.has(name.name));
  const names = [
    ...chosen.map((steered) => describeName(found, steered)),
    ...restored.map((name) => describeRestored(found, name, compiled.get(name.name) ?? [])),
    ...left.map((name) => describeRemoved(found, name)),
  ];
  const worst = worstBlast(names);
  const marked = snapshot.names.filter((name) => isOwn(policy, name.policy)).map(({ name }) => name);
  const staying = withRestored(policy, wanted, restored);
  const kept = new Set(staying.keys());
  const known = [...target.compiled.resources, ...(target.known ?? [])];
  const guarded = {
    policy,
    worlds: found.worlds,
    marked,
    wanted: kept,
    ours: snapshot.resources,
    known,
  };
  const { diagnostics: told, ...guards } =
    changes.length === 0
      ? unguarded
      : judgeGuards({ ...guarded, ...namesToGuard(policy, names, records) }, allow, today);
  const targets = new Set<string>([
    ...policy.records.map(({ label }) => label),
    ...[...restored, ...left].map(({ name }) => labelOf(policy, name)),
  ]);
  const judged = [
    ...judgeChanges(policy, records, names, today),
    ...told,
    ...warnOfLostWaivers(policy, targets),
    ...(adopted === undefined ? refuseProtected(policy, records, found.worlds, snapshot.names, kept) : []),
    ...noteUnneeded(policy, provider, snapshot),
  ];
  return {
    provider: target.provider,
    title: provider.title,
    policy: policy.name,
    zone,
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
    guards,
    promises: { tests: policy.tests.length, guarantees: policy.guarantees.length },
    refusals: [
      ...refuseForeign(policy, staying, snapshot, (name) => adopted?.has(name) ?? true),
      ...(adopted === undefined ? [] : refuseMovingAdoption(names, wanted)),
      ...batched.refusals,
      ...judged.filter(isError),
    ],
    warnings: judged.filter((one) => !isError(one)),
  };
}

/** What is wanted as it once was has no place in the file. */
function withRestored(
  policy: Policy,
  wanted: ReadonlyMap<string, Origin>,
  restored: readonly LiveName[],
): ReadonlyMap<string, Origin> {
  return new Map([...wanted, ...restored.map(({ name }) => [name, policy.origin] as const)]);
}

/** A rule that the policy raised to an error stands in the way. */
function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
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
