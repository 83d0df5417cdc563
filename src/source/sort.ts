import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument } from "./document.ts";

/** Diagnostics in the order of the files, as people read them; those without a place come first. */
export function sortByPlace(
  diagnostics: readonly Diagnostic[],
  documents: readonly SourceDocument[],
): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  const ranks = new Map(documents.map((document, rank) => [document.file.path, { document, rank }]));
  return diagnostics
    .map((diagnostic) => {
      const { place } = diagnostic;
      if (place === null) return { diagnostic, rank: -1, offset: 0 };
      const found = ranks.get(place.file);
      // A file that couldn't be read as data comes last.
      if (found === undefined) return { diagnostic, rank: documents.length, offset: 0 };
      return { diagnostic, rank: found.rank, offset: found.document.locate(place).start.offset };
    })
    .sort((a, b) => a.rank - b.rank || a.offset - b.offset)
    .map(({ diagnostic }) => diagnostic);
}
