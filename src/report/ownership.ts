/** What a plan does to the marker of a name, where that is more than to follow it. */
import type { PlannedName } from "../plan/planned-name.ts";
import { printable } from "./text.ts";

/** A name that is taken over after a rename, and protection that is set or lifted: no traffic moves by either. */
export function renderOwnership({ changes }: Pick<PlannedName, "changes">): readonly string[] {
  return changes.flatMap(({ change, attributes }) => {
    if (change.action === "delete" || change.after.kind !== "marker") return [];
    if (change.action === "create") return change.after.attributes.protect === true ? [protectedNow] : [];
    return attributes.flatMap(({ attribute, before, after }) => {
      if (attribute === "policy") {
        return [
          `renamed: taken over from ${printable(before ?? "")}, as ${printable(after ?? "")} was called before`,
        ];
      }
      if (attribute !== "protect") return [];
      return [
        after === null ? "protection: lifted, so that a later apply may delete the name" : protectedNow,
      ];
    });
  });
}

const protectedNow = "protection: set, so that no apply deletes the name";
