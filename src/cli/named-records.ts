/** Records as a command line names them: as in the file, or in full. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";

interface Called {
  /** As in the file. */
  readonly label: string;
  readonly name: string;
}

export function isCalled({ label, name }: Called, written: string): boolean {
  const plain = written.toLowerCase().replace(/\.$/u, "");
  return label === plain || name === plain;
}

/** That none of these records is called so. */
export function refuseRecord(written: string, records: readonly Called[]): Diagnostic {
  const labels = records.map(({ label }) => label);
  return diagnose("record-unknown", { record: written, suggestion: suggest(written, labels) }, null);
}
