import type { Code } from "../diagnostic/catalogue.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";

/** A diagnostic that may be waived, with what it is about. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  /**
   * What a waiver may call it by, beside the name under which its line stands: labels of records, names of endpoints,
   * checks and parts.
   */
  readonly about: readonly string[];
}

/** One thing that is mostly a mistake, though it has a meaning. A rule is one file and one line in rules.ts. */
export type LintRule = RecordRule | PolicyRule;

/** A rule about one record at a time. Its findings are about that record too, without saying so. */
export interface RecordRule extends Described {
  readonly judges: "record";
  check(record: SteeredRecord): readonly Finding[];
}

/** A rule about what stands beside the records, or about all of them together. */
export interface PolicyRule extends Described {
  readonly judges: "policy";
  check(policy: Policy, records: readonly SteeredRecord[]): readonly Finding[];
}

interface Described {
  /** The code of its diagnostics. Their severity is the catalogue's, until a policy says otherwise. */
  readonly id: Code;
  /** What is found and why, in a sentence or two. */
  readonly docs: string;
  /** Policies in YAML, which tests run: `ok` gives nothing, `notOk` this rule's diagnostic and no other. */
  readonly examples: { readonly ok: readonly string[]; readonly notOk: readonly string[] };
}
