/** What a policy says about how it is judged: its traffic, the severity of rules, and what is waived. */
import type { Pointed } from "../diagnostic/diagnostic.ts";
import type { WrittenPlace } from "./written-place.ts";

/** What the policy's names are asked, for the reach of a change and its cost. */
export interface Traffic {
  /** Of all names of the policy together; null when it wasn't said. */
  readonly queriesPerSecond: number | null;
  /** Who asks how much. Empty when it wasn't said; the shares needn't add up to anything. */
  readonly mix: readonly TrafficShare[];
  /** Null: list prices. */
  readonly prices: OwnPrices | null;
  readonly origin: Pointed;
}

/** What somebody really pays, where that isn't the list price. Null: the list price. */
export interface OwnPrices {
  readonly currency: string | null;
  /** Per million queries of any sort. */
  readonly perMillionQueries: number | null;
  /** Per month. */
  readonly perHealthCheck: number | null;
  /** Per month, for each option that a check has to pay for. */
  readonly perHealthCheckOption: number | null;
}

export interface TrafficShare {
  /** At least one place. */
  readonly from: readonly WrittenPlace[];
  readonly share: number;
  readonly origin: Pointed;
}

export type LintLevel = "off" | "warning" | "error";

/** A finding that somebody accepted until a day. */
export interface Waiver {
  /** What is waived: the code of a lint rule or of `approximate`, or the name of a guard. */
  readonly kind: "rule" | "guard";
  readonly code: string;
  /** A record's label, or the name of what the finding is about: an endpoint, a check, a part. */
  readonly target: string;
  /** The last day on which it holds, as 2026-12-31, in UTC. */
  readonly until: string;
  readonly reason: string;
  readonly origin: Pointed;
}
