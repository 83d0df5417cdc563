import { type ArgsOf, type Code, catalogue } from "./catalogue.ts";
import type { DiagnosticOf, Place } from "./diagnostic.ts";
import type { Severity } from "./severity.ts";

/**
 * Makes a diagnostic.
 *
 * @param place - null where no file is to blame
 * @param severity - instead of the catalogue's own
 */
export function diagnose<C extends Code>(
  code: C,
  args: ArgsOf<C>,
  place: Place | null,
  severity: Severity = catalogue[code].severity,
): DiagnosticOf<C> {
  return { code, severity, args, place };
}
