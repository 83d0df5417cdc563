/** What a policy says, as a digest. */
import type { Parsed } from "../../source/document.ts";
import { digestOf } from "../digest.ts";

/**
 * Of the data of a policy's own file and of all that it includes, in the order of the includes. Comments, layout, the
 * order of keys and the way a value is written don't count.
 */
export function digestPolicy(files: readonly Parsed[]): string {
  return digestOf(files.map(({ document }) => document?.value ?? null));
}
