/** What is asked: one name, for one type, as one class of clients. And what came of it. */
import type { RecordType } from "../policy/policy.ts";
import type { Network } from "../steering/subnet.ts";
import type { Certainty } from "./binomial.ts";
import type { Expected } from "./expect.ts";

export interface Cell {
  /** The record's. */
  readonly name: string;
  /** The name in the question: another one for a wildcard. */
  readonly asked: string;
  readonly type: RecordType;
  /** For people: "Europe". */
  readonly client: string;
  readonly subnet: Network | null;
  readonly expected: Expected;
  /** Seconds that the answer may be kept for; null where only the vendor knows. */
  readonly ttl: number | null;
  /** The vendor answers with addresses of its own and chooses behind them. */
  readonly isHidden: boolean;
  /** Whether it is asked often enough that shares can be told. */
  readonly isCounted: boolean;
  /** By how much the vendor's rounding moves a share, 0 to 1. */
  readonly slack: number;
  /** What the policy calls addresses. */
  readonly labels: ReadonlyMap<string, string>;
}

/** One sort of reply, and how often it came. */
export interface Came {
  /** NOERROR, or why there is no answer. */
  readonly code: string;
  /** Sorted; a CNAME as its target. */
  readonly values: readonly string[];
  /** What the policy calls them, or themselves. */
  readonly endpoints: readonly string[];
  readonly count: number;
  /** Names of the servers that gave it. */
  readonly servers: readonly string[];
}

export interface Observed {
  readonly cell: Cell;
  readonly came: readonly Came[];
  /** Each TTL that came, with how often. */
  readonly ttls: ReadonlyMap<number, number>;
  /** Servers that answered without authority. */
  readonly unauthoritative: ReadonlySet<string>;
  /** Servers that don't answer over TCP. */
  readonly withoutTcp: ReadonlySet<string>;
  /** Replies, over either transport. */
  readonly total: number;
  readonly overTcp: number;
}

export type Difference =
  /** Something that no such client may be given. */
  | { readonly kind: "unexpected"; readonly came: Came }
  /** Too often or too seldom to be chance. */
  | {
      readonly kind: "share";
      readonly endpoints: readonly string[];
      readonly values: readonly string[];
      readonly expected: number;
      readonly count: number;
      /** The probability of something at least as far out by chance. */
      readonly p: number;
    }
  | { readonly kind: "ttl"; readonly expected: number; readonly came: ReadonlyMap<number, number> }
  | { readonly kind: "not authoritative"; readonly servers: readonly string[] }
  | { readonly kind: "no tcp"; readonly servers: readonly string[] };

export interface Verdict {
  readonly observed: Observed;
  readonly differences: readonly Difference[];
  /** The smallest difference of a share that these queries find for sure enough, 0 to 1; null where shares aren't told apart. */
  readonly finds: number | null;
}

/** How sure all tests of a run are, taken together for false alarms, and each by itself for what it finds. */
export const usualCertainty: Certainty = { falseAlarm: 0.001, power: 0.99 };

/** What the usual number of queries is to find, in parts of 1. */
export const usualDifference = 0.1;
