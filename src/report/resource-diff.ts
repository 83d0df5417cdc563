/** A changed resource as a unified diff of its attributes, for `plan -v`. */
import { structuredPatch } from "diff";
import type { PlannedChange } from "../plan/planned-name.ts";
import { printable } from "./text.ts";

/** Lines that begin with a space, `-` or `+`. */
export function diffResource({ change }: PlannedChange): readonly string[] {
  const before = change.action === "create" ? "" : render(change.before.attributes);
  const after = change.action === "delete" ? "" : render(change.after.attributes);
  const patch = structuredPatch("live", "policy", before, after, "", "", { context: 3 });
  return patch.hunks.flatMap((hunk) => hunk.lines.filter((line) => !line.startsWith("\\")).map(printable));
}

function render(attributes: object): string {
  return `${JSON.stringify(attributes, null, 2)}\n`;
}
