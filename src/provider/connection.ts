/** A zone at a vendor: read it, or write a batch of changes to it. Read and write are apart, so that what must not write can't. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Change } from "./change.ts";
import type { Compiled, LiveResource, Resource } from "./resource.ts";

export interface Zone {
  readonly id: string;
  /** Without the trailing dot. */
  readonly name: string;
  /** The account that it is in; null where the vendor doesn't tell without further permissions. */
  readonly account: string | null;
}

/** Where to find the vendor; credentials come from the environment. */
export interface ConnectOptions {
  /** Instead of the vendor's own address: the sandbox, or an emulator. */
  readonly endpoint: string | null;
  /** The sandbox takes any credentials, so that none are looked for. */
  readonly anonymous: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends early when the signal fires. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A public name as it was found: whose it is, and whether it is as its owner left it. */
export interface LiveName {
  readonly name: string;
  /** The policy that its marker names; null without a marker. */
  readonly policy: string | null;
  /** The format of its marker, when a later version of this program wrote it: what it claims is not known here. */
  readonly markerFormat: string | null;
  /** Somebody else's mark: another tool's. */
  readonly otherOwner: string | null;
  /** Whether the live record sets are no longer those that were last applied. */
  readonly drifted: boolean;
  /** When its marker was written, in milliseconds since 1970, to the minute; null where that isn't known. */
  readonly appliedAt: number | null;
}

/** How much was read, by the vendor's own sorts of things, and in how many calls. */
export interface ReadCounts {
  readonly recordSets?: number;
  readonly healthChecks?: number;
  readonly loadBalancers?: number;
  readonly pools?: number;
  readonly monitors?: number;
  readonly dnsRecords?: number;
  readonly calls: number;
}

/** What was found in a zone. */
export interface Snapshot {
  /** Ours: all that carries this policy's mark. */
  readonly resources: readonly LiveResource[];
  /** Seen, not ours: no diff may touch these. At a wanted name they stand in the way. */
  readonly foreign: readonly LiveResource[];
  /**
   * The rest of the zone, which takes no part but in answers: what names lead to, wildcards, other tools' checks; and the
   * markers of other policies.
   */
  readonly beside: readonly Resource[];
  readonly names: readonly LiveName[];
  /** What the vendor would refuse, seen before the first write. */
  readonly refusals: readonly Diagnostic[];
  readonly counts: ReadCounts;
}

export interface Reading {
  readonly zone: Zone;
  /**
   * Reads the whole zone and lines up what is live with what is desired. Throws `ProviderError`.
   *
   * @param adopted - public names at which what nobody has marked is taken for ours
   */
  read(compiled: Compiled, adopted?: ReadonlySet<string>): Promise<Snapshot>;
}

/** How long to wait after a write: not at all, or until the vendor says that all its servers have it. */
export type Wait = "none" | "insync";

export interface WriteOptions {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  readonly onProgress: (step: WriteStep) => void;
}

/** A line of progress. */
export type WriteStep =
  | {
      readonly kind: "started" | "done";
      readonly title: string;
      /** Of the resources that are as they are wanted when it is done. */
      readonly keys?: readonly string[];
      /** What it makes of others, which a later step changes again. */
      readonly passing?: readonly Resource[];
    }
  /** `told` is a sentence that stays: what was left, or what can be done next. `undone` takes a done step back. */
  | { readonly kind: "told" | "undone"; readonly title: string }
  | { readonly kind: "waiting"; readonly title: string; readonly seconds: number };

export interface Written {
  readonly done: readonly string[];
  readonly notStarted: readonly string[];
  /** What went wrong, null when nothing did. */
  readonly failure: {
    readonly title: string;
    readonly diagnostic: Diagnostic;
    readonly kind: FailureKind;
  } | null;
}

export type FailureKind =
  | "auth"
  | "throttle"
  | "conflict"
  | "notFound"
  | "unavailable"
  | "rejected"
  | "interrupted";

export interface PlannedBatches {
  /** Of a vendor that takes several changes at once, atomic ones; else the requests, one after the other. */
  readonly batches: number;
  readonly refusals: readonly Diagnostic[];
}

export interface Connection extends Reading {
  /**
   * In how many batches these changes would be written, and what the vendor would refuse of them. Throws
   * `ProviderError`.
   */
  planBatches(changes: readonly Change[], compiled: Compiled, snapshot: Snapshot): Promise<PlannedBatches>;
  /** Writes as a compare-and-swap: a change whose before is no longer live fails and changes nothing. */
  write(
    changes: readonly Change[],
    compiled: Compiled,
    snapshot: Snapshot,
    options: WriteOptions,
  ): Promise<Written>;
}
