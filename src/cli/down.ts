/** `--down`: endpoints that are taken to be down. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";

/** Reads names that are separated by commas; one that isn't known is a diagnostic. */
export function readDown(
  written: string | undefined,
  known: readonly string[],
): readonly string[] | Diagnostic {
  const named = (written ?? "").split(",").flatMap((name) => name.trim() || []);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return named;
  return diagnose("down-unknown", { endpoint: unknown, suggestion: suggest(unknown, known) }, null);
}
