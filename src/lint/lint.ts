import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { lintRules } from "./rules.ts";

/** Runs all rules over the records. What a part has wrong is said once, however often it is used. */
export function lintRecords(records: readonly SteeredRecord[]): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const record of records) {
    for (const rule of lintRules) {
      for (const diagnostic of rule.check(record)) {
        found.set(`${diagnostic.code} ${JSON.stringify(diagnostic.place)}`, diagnostic);
      }
    }
  }
  return [...found.values()];
}
