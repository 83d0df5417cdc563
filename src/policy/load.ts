import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Parsed, SourceDocument, SourceFile } from "../source/document.ts";
import { parseSource } from "../source/read.ts";
import { sortByPlace } from "../source/sort.ts";
import { renderFlow } from "./flow.ts";
import { type FindInclude, findNothing, gatherParts, readInclude } from "./include.ts";
import { readSection } from "./names.ts";
import type { Policy } from "./policy.ts";
import { resolvePolicy } from "./resolve.ts";
import { expectationAt } from "./schema.ts";
import { validateShape } from "./validate.ts";
import { readRoot } from "./written.ts";
import type { WrittenLookup } from "./written-place.ts";

export interface Loaded {
  /** Null when there is an error among the diagnostics. */
  readonly policy: Policy | null;
  /** In the order of the files, the policy's own first. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null when the text could not be read as data. */
  readonly document: SourceDocument | null;
  /** The policy's own file and those that it includes. */
  readonly files: readonly Parsed[];
  /** What each node wants looked up, so that it is even where there is no policy. */
  readonly places: readonly (readonly WrittenLookup[])[];
}

/**
 * Text → policy, with all mistakes of the file at once. Touches no file system and never throws for what
 * is in the file.
 *
 * @param find - looks up what the file includes; without it, nothing can be included
 */
export function loadPolicy(file: SourceFile, find: FindInclude = findNothing): Loaded {
  return loadParsed(parseSource(file), find);
}

/** The same for a file that was read already. */
export function loadParsed(parsed: Parsed, find: FindInclude): Loaded {
  const { document } = parsed;
  if (document === null) {
    return { policy: null, diagnostics: parsed.diagnostics, document, files: [parsed], places: [] };
  }
  const included = gatherParts(document, find);
  const shape = [...validateShape(document), ...judgeEndpoints(document), ...included.diagnostics];
  const resolved = resolvePolicy(document, included);
  const broken = hasErrors(parsed.diagnostics) || hasErrors(shape);
  const meaning = broken ? resolved.diagnostics.filter(standsAlone(shape)) : resolved.diagnostics;
  const documents = [document, ...included.parts];
  const told = withoutConsequences([...parsed.diagnostics, ...shape, ...meaning]);
  const diagnostics = sortByPlace(told, documents);
  const files = [parsed, ...included.files];
  return { policy: broken ? null : resolved.policy, diagnostics, document, files, places: resolved.places };
}

/** Endpoints may all stand in parts; a policy that includes none has them itself. */
function judgeEndpoints(document: SourceDocument): readonly Diagnostic[] {
  const root = readRoot(document);
  if (readInclude(root) !== null || readSection(root, "endpoints") !== null) return [];
  const example = `endpoints: ${renderFlow(expectationAt(["endpoints"]).example)}`;
  const args = { key: "endpoints", owner: expectationAt([]).title, example };
  return [diagnose("missing-key", args, { file: document.file.path, pointer: "", on: "key" })];
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

const ofPromises = /^\/(?:tests|guarantees)\//u;

/**
 * Leaves out what tests and guarantees complain of where something else is wrong: a record that lost an endpoint by a
 * slip would be told once for each test that speaks of it.
 */
function withoutConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isElsewhere = ({ place }: Diagnostic) =>
    place === null || !("pointer" in place) || !ofPromises.test(place.pointer);
  if (!diagnostics.some((found) => found.severity === "error" && isElsewhere(found))) return diagnostics;
  return diagnostics.filter(({ code }) => {
    switch (code) {
      case "endpoint-elsewhere":
      case "guarantee-survives-all":
      case "test-type-missing":
        return false;
      default:
        return true;
    }
  });
}
