/** A name that is wanted as it once was, without a record that says what is meant. */
import type { LiveName } from "../provider/connection.ts";
import type { Resource } from "../provider/resource.ts";
import { timeName } from "./live-times.ts";
import { type Found, isPending, type PlannedName, typesIn } from "./planned-name.ts";
import { tabulateName } from "./worlds.ts";

/**
 * Describes it by what answers for it now and after.
 *
 * @param desired - what is wanted of it
 */
export function describeRestored(
  { worlds, ...found }: Found,
  { name, drifted, appliedAt, isProtected }: LiveName,
  desired: readonly Resource[],
): PlannedName {
  const changes = found.changes.get(name) ?? [];
  const types = typesIn(worlds, name, [...desired, ...(found.liveByOwner.get(name) ?? [])]);
  const after = timeName(worlds, "desired", name, types);
  return {
    name,
    types,
    ...after,
    kept: after.ttl,
    status: !found.ours.has(name) ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted,
    protected: isProtected,
    pending: isPending(changes),
    appliedAt,
    ...tabulateName(worlds, name, types, null),
    before: changes.length > 0 ? timeName(worlds, "live", name, types) : null,
    objective: null,
    changes,
  };
}
