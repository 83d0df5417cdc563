import type { Permit } from "../../diagnostic/catalogue/guards.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Severity } from "../../diagnostic/severity.ts";
import type { Origin, Policy } from "../../policy/policy.ts";
import type { FailoverTime } from "../../proof/failover-time.ts";
import type { Change } from "../../provider/change.ts";
import type { Resource } from "../../provider/resource.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import type { BlastRadius } from "../blast-radius.ts";
import type { LiveTimes } from "../live-times.ts";
import type { TrafficTable } from "../traffic.ts";
import type { Worlds } from "../worlds.ts";

/** A name that is live, and what becomes of it. */
export interface GuardedName {
  readonly name: string;
  /** As written; of a name that left the file, relative to the zone. */
  readonly label: string;
  /** Null for a name that left the file. */
  readonly steered: SteeredRecord | null;
  readonly origin: Origin;
  readonly traffic: readonly TrafficTable[];
  readonly blast: BlastRadius;
  readonly before: LiveTimes | null;
  readonly failover: FailoverTime | null;
  /** How many resources of its own would change, markers left out. */
  readonly changes: number;
  /** These, and its marker's. */
  readonly written: readonly Change[];
}

/** What guards look at: a plan that changes something. */
export interface GuardedPlan {
  readonly policy: Policy;
  /** Names that are new have nothing to be guarded. */
  readonly names: readonly GuardedName[];
  /** Names that somebody changed since they were applied, whether or not they answer. */
  readonly drifted: readonly GuardedName[];
  /** Public names that carry the policy's marker. */
  readonly marked: readonly string[];
  /** Public names that the file wants. */
  readonly wanted: ReadonlySet<string>;
  /** What of it is live. */
  readonly ours: readonly Resource[];
  /** What is wanted, and what the file says where something else is wanted, as to destroy it. */
  readonly known: readonly Resource[];
  readonly worlds: Worlds;
}

/** What a guard stops. */
export interface GuardFinding {
  /** A record's label or the policy's name. */
  readonly target: string;
  /** In the guard's own unit; null where it can't be told, or is beyond any number. */
  readonly value: number | null;
  /** The most that passes; 0 where nothing does. */
  readonly limit: number;
  /** What is said of it. */
  readonly tell: (permit: Permit | null) => Diagnostic;
}

/** One thing that no plan does without being told to. A guard is one file and one line in guards.ts. */
export type Guard = (plan: GuardedPlan) => readonly GuardFinding[];

/** What is let pass is no error; what is let pass for longer than a run is told to everybody. */
export function severityUnder(permit: Permit | null): Severity {
  if (permit === null) return "error";
  return permit.kind === "flag" ? "note" : "warning";
}
