/** A difference between desired and live, as data. */
import type { LiveResource, Resource } from "./resource.ts";

export type Change =
  | { readonly action: "create"; readonly after: Resource }
  | { readonly action: "update"; readonly before: LiveResource; readonly after: Resource }
  | { readonly action: "delete"; readonly before: LiveResource };

/** The resource that a change is about. */
export function subjectOf(change: Change): Resource {
  return change.action === "delete" ? change.before : change.after;
}
