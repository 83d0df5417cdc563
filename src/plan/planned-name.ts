/** What a plan says of one public name, and its changes. */
import { type Policy, type RecordType, recordTypes } from "../policy/policy.ts";
import { type FailoverTime, failoverTimeOf } from "../proof/failover-time.ts";
import type { Change } from "../provider/change.ts";
import type { LiveName } from "../provider/connection.ts";
import type { Resource } from "../provider/resource.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { BlastRadius } from "./blast-radius.ts";
import type { Target } from "./check.ts";
import { type AttributeChange, compareAttributes } from "./diff.ts";
import { isAnswered } from "./guarded.ts";
import { keepAsAt } from "./kept.ts";
import { type LiveTimes, timeName } from "./live-times.ts";
import type { Shares } from "./shares.ts";
import type { TrafficTable } from "./traffic.ts";
import { tabulateName, type Worlds } from "./worlds.ts";

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
  /** The policy has changed since it was applied. */
  readonly pending: boolean;
  /** Whether its marker says that it must not lose its answers. */
  readonly protected: boolean;
  /** When it was applied last, in milliseconds since 1970, to the minute; null where that isn't known. */
  readonly appliedAt: number | null;
  readonly traffic: readonly TrafficTable[];
  readonly blast: BlastRadius;
  /** As it is now; null where nothing is there, or nothing that could change it. */
  readonly before: LiveTimes | null;
  readonly failover: FailoverTime | null;
  /** Seconds. */
  readonly objective: number | null;
  readonly changes: readonly PlannedChange[];
}

/** What was found and what is planned, indexed by public name. */
export interface Found {
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

export function describeChange(change: Change): PlannedChange {
  return {
    change,
    attributes: change.action === "update" ? compareAttributes(change.before, change.after) : [],
  };
}

export function describeName({ worlds, policy, ...found }: Found, steered: SteeredRecord): PlannedName {
  const { record, tree } = steered;
  const changes = found.changes.get(record.name) ?? [];
  const drifted = found.names.get(record.name)?.drifted ?? false;
  const isNew = !found.ours.has(record.name);
  const told = tabulateName(worlds, record.name, record.types, tree);
  const mayDiffer = changes.length > 0 || drifted || found.isSharedChanged;
  return {
    name: record.name,
    types: record.types,
    ttl: record.ttl,
    kept: worlds.provider.keptSeconds(record, policy),
    status: isNew ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted,
    pending: isPending(changes),
    protected: found.names.get(record.name)?.isProtected ?? false,
    appliedAt: found.names.get(record.name)?.appliedAt ?? null,
    ...told,
    before:
      isAnswered(told.traffic) && mayDiffer ? timeName(worlds, "live", record.name, record.types) : null,
    failover: failoverTimeOf(keepAsAt(worlds.provider, policy, steered), worlds.provider.probeSeconds),
    objective: record.objective?.failover ?? null,
    changes,
  };
}

/** A name that is live and no longer wanted: what its clients get now, and what is left for them after. */
export function describeRemoved({ worlds, ...found }: Found, live: LiveName): PlannedName {
  const types = typesIn(worlds, live.name, found.liveByOwner.get(live.name) ?? []);
  return {
    name: live.name,
    types,
    ttl: null,
    kept: null,
    status: "removed",
    drifted: live.drifted,
    pending: true,
    protected: live.isProtected,
    appliedAt: live.appliedAt,
    ...tabulateName(worlds, live.name, types, null),
    before: timeName(worlds, "live", live.name, types),
    failover: null,
    objective: null,
    changes: found.changes.get(live.name) ?? [],
  };
}

/** A marker says as what its name was applied, so a policy that wants another one has changed since. */
export function isPending(changes: readonly PlannedChange[]): boolean {
  return changes.some(({ attributes }) => attributes.some(({ attribute }) => attribute === "digest"));
}

/** The types of the record sets, or records, at the name itself; else those that it answers, as a load balancer does. */
export function typesIn(worlds: Worlds, name: string, resources: readonly Resource[]): readonly RecordType[] {
  const own = recordTypes.filter((type) =>
    resources.some(({ title }) => title[0] === name && title[1] === type),
  );
  return own.length > 0 ? own : typesAnswered(worlds, name);
}

function typesAnswered(worlds: Worlds, name: string): readonly RecordType[] {
  const isSome = (shares: Shares) => shares !== null && shares.length > 0;
  return recordTypes.filter(
    (type) =>
      type !== "CNAME" &&
      tabulateName(worlds, name, [type], null).traffic.some(({ rows }) =>
        rows.some(({ now, after }) => isSome(now) || isSome(after)),
      ),
  );
}
