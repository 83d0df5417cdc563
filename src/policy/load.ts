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
  const meaning = broken ? resolved.diagnostics.filter(standsAlone(shape)) : resolved.diagnostics;
  const diagnostics = sortByPlace([...parsed.diagnostics, ...shape, ...meaning], document);
  return { policy: broken ? null : resolved.policy, diagnostics, document };
}

/**
 * Leaves out what follows from a wrong shape: with something broken, an unused name is mostly one whose
 * use was not understood, and an unknown name one whose declaration stands in the wrong place.
 */
function standsAlone(shape: readonly Diagnostic[]): (diagnostic: Diagnostic) => boolean {
  const misplaced = new Set(shape.flatMap((found) => (found.code === "unknown-key" ? [found.args.key] : [])));
  return (diagnostic) => {
    if (diagnostic.severity !== "error") return false;
    switch (diagnostic.code) {
      case "unknown-endpoint":
      case "unknown-part":
      case "unknown-health-check":
        return !misplaced.has(diagnostic.args.name);
      default:
        return true;
    }
  };
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
