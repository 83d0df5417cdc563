import type { Code } from "../../diagnostic/catalogue.ts";
import type { Finding } from "../../lint/rule.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import type { TrafficRow } from "../traffic.ts";

/** A record that is live and would change. */
export interface RecordChange {
  readonly steered: SteeredRecord;
  /** Of all types. */
  readonly rows: readonly TrafficRow[];
  /** Seconds, as it is live; null when it isn't told. */
  readonly ttlBefore: number | null;
}

/** A policy, and what it is changed to; in YAML. */
export interface ExampleOfChange {
  readonly before: string;
  readonly after: string;
}

/** A change that is mostly better made in another way. A rule is one file and one line in rules.ts. */
export interface ChangeRule {
  /** The code of its diagnostics. */
  readonly id: Code;
  /** What is found and why, in a sentence or two. */
  readonly docs: string;
  /** Tests apply `before` and plan `after`: `ok` gives nothing, `notOk` this rule's diagnostic and no other. */
  readonly examples: { readonly ok: readonly ExampleOfChange[]; readonly notOk: readonly ExampleOfChange[] };
  check(change: RecordChange): readonly Finding[];
}
