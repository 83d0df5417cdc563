import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument } from "./document.ts";

/** Diagnostics in the order of the file, as people read it; those without a place come first. */
export function sortByPlace(
  diagnostics: readonly Diagnostic[],
  document: SourceDocument,
): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  return diagnostics
    .map((diagnostic) => ({
      diagnostic,
      offset: diagnostic.place === null ? 0 : document.locate(diagnostic.place).start.offset,
    }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ diagnostic }) => diagnostic);
}
