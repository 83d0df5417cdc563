/** Diagnostics in words and with line and column: what every format prints. */
import { describe } from "../diagnostic/describe.ts";
import type { Diagnostic, Place } from "../diagnostic/diagnostic.ts";
import { drawFrame } from "../diagnostic/frame.ts";
import type { Span } from "../source/document.ts";

export interface Source {
  readonly text: string;
  readonly locate: (place: Place) => Span;
}

/** The files of a run by path. */
export type Sources = ReadonlyMap<string, Source>;

export interface LocatedDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly message: string;
  /** Lines that belong to the message, such as what somebody changed. */
  readonly details: readonly string[];
  readonly hint: string | null;
  readonly file: string | null;
  /** Lines and columns count from 1. */
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

/** Looks up where a diagnostic is and says it in words. */
export function locateDiagnostic(diagnostic: Diagnostic, sources: Sources): LocatedDiagnostic {
  const { message, details, hint } = describe(diagnostic);
  const { code, severity, place } = diagnostic;
  const span = spanOf(place, sources);
  return {
    code,
    severity,
    message,
    details,
    hint,
    file: place?.file ?? null,
    line: span?.start.line ?? null,
    column: span?.start.column ?? null,
    endLine: span?.end.line ?? null,
    endColumn: span?.end.column ?? null,
  };
}

/** The lines around it, null when there is nothing to show. */
export function frameOf(diagnostic: Diagnostic, sources: Sources): string | null {
  const span = spanOf(diagnostic.place, sources);
  const source = diagnostic.place === null ? undefined : sources.get(diagnostic.place.file);
  return span === null || source === undefined || source.text === "" ? null : drawFrame(source.text, span);
}

function spanOf(place: Place | null, sources: Sources): Span | null {
  return place === null ? null : (sources.get(place.file)?.locate(place) ?? null);
}
