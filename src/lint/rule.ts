import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Severity } from "../diagnostic/severity.ts";
import type { SteeredRecord } from "../steering/tree.ts";

/** One thing that is mostly a mistake, though it has a meaning. A rule is one file and one line in rules.ts. */
export interface LintRule<Id extends string = string> {
  /** The code of its diagnostics. */
  readonly id: Id;
  readonly severity: Severity;
  /** Why, in a sentence or two. */
  readonly docs: string;
  /** Policies in YAML, which tests run: `ok` gives nothing, `notOk` this rule's diagnostic and no other. */
  readonly examples: { readonly ok: readonly string[]; readonly notOk: readonly string[] };
  check(record: SteeredRecord): readonly Diagnostic[];
}
