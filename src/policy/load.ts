import { hasErrors } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument, SourceFile } from "../source/document.ts";
import { parseSource } from "../source/read.ts";
import type { Policy } from "./policy.ts";
import { resolvePolicy } from "./resolve.ts";
import { validateShape } from "./validate.ts";

export interface Loaded {
  /** Null when there is an error among the diagnostics. */
  readonly policy: Policy | null;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null when the text could not be read as data. */
  readonly document: SourceDocument | null;
}

/**
 * Text → policy, with all mistakes of the file at once. Touches no file system and never throws for what
 * is in the file.
 */
export function loadPolicy(file: SourceFile): Loaded {
  const parsed = parseSource(file);
  const { document } = parsed;
  if (document === null) return { policy: null, diagnostics: parsed.diagnostics, document };
  const shape = validateShape(document);
  const resolved = resolvePolicy(document);
  const broken = hasErrors(parsed.diagnostics) || hasErrors(shape);
  // With something broken, an unused name is mostly one whose use was not understood.
  const meaning = broken
    ? resolved.diagnostics.filter(({ severity }) => severity === "error")
    : resolved.diagnostics;
  const diagnostics = sortByPlace([...parsed.diagnostics, ...shape, ...meaning], document);
  return { policy: broken ? null : resolved.policy, diagnostics, document };
}

function sortByPlace(diagnostics: readonly Diagnostic[], document: SourceDocument): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  return diagnostics
    .map((diagnostic) => ({
      diagnostic,
      offset: diagnostic.place === null ? 0 : document.locate(diagnostic.place).start.offset,
    }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ diagnostic }) => diagnostic);
}
