import { hasErrors } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceDocument, SourceFile } from "../source/document.ts";
import { parseSource } from "../source/read.ts";
import { sortByPlace } from "../source/sort.ts";
import type { Policy, WrittenPlace } from "./policy.ts";
import { resolvePolicy } from "./resolve.ts";
import { validateShape } from "./validate.ts";

export interface Loaded {
  /** Null when there is an error among the diagnostics. */
  readonly policy: Policy | null;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null when the text could not be read as data. */
  readonly document: SourceDocument | null;
  /** The places of each geolocation, so that they can be looked up even where there is no policy. */
  readonly places: readonly (readonly WrittenPlace[])[];
}

/**
 * Text → policy, with all mistakes of the file at once. Touches no file system and never throws for what
 * is in the file.
 */
export function loadPolicy(file: SourceFile): Loaded {
  const parsed = parseSource(file);
  const { document } = parsed;
  if (document === null) return { policy: null, diagnostics: parsed.diagnostics, document, places: [] };
  const shape = validateShape(document);
  const resolved = resolvePolicy(document);
  const broken = hasErrors(parsed.diagnostics) || hasErrors(shape);
  const meaning = broken ? resolved.diagnostics.filter(standsAlone(shape)) : resolved.diagnostics;
  const diagnostics = sortByPlace([...parsed.diagnostics, ...shape, ...meaning], document);
  const { places } = resolved;
  return { policy: broken ? null : resolved.policy, diagnostics, document, places };
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
