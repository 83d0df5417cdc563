/** Findings that were accepted until a day. */
import type { Waived } from "../lint/settle.ts";
import { type LocatedDiagnostic, locateDiagnostic, type Sources } from "./located.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./text.ts";

/** A line each: where, what was found, until when it is accepted and why. */
export function renderWaived(waived: readonly Waived[], sources: Sources, paint: Paint): string {
  return waived
    .map(({ diagnostic, waiver: { until, reason } }) => {
      const { code, message, file, line } = locateDiagnostic(diagnostic, sources);
      const where = file === null ? "" : `${printable(file)}${line === null ? "" : `:${line}`}: `;
      return `${where}waived until ${until}: ${printable(message)} ${paint.dim(`[${code}]`)}\n  ${paint.dim(printable(reason))}\n`;
    })
    .join("");
}

export interface WaivedJson
  extends LocatedDiagnostic,
    Pick<Waived["waiver"], "target" | "until" | "reason"> {}

/** As data. */
export function waivedToJson(waived: readonly Waived[], sources: Sources): readonly WaivedJson[] {
  return waived.map(({ diagnostic, waiver: { target, until, reason } }) => ({
    ...locateDiagnostic(diagnostic, sources),
    target,
    until,
    reason,
  }));
}
