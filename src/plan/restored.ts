/** A name that is wanted as it once was, without a record that says what is meant. */
import { type RecordType, recordTypes } from "../policy/policy.ts";
import type { LiveName } from "../provider/connection.ts";
import type { Resource } from "../provider/resource.ts";
import { type Found, isPending, type PlannedName, typesAt } from "./planned-name.ts";
import type { Shares } from "./shares.ts";
import { tabulateName, timeName, type Worlds } from "./worlds.ts";

/**
 * Describes it by what answers for it now and after.
 *
 * @param desired - what is wanted of it
 */
export function describeRestored(
  { worlds, ...found }: Found,
  { name, drifted, appliedAt }: LiveName,
  desired: readonly Resource[],
): PlannedName {
  const changes = found.changes.get(name) ?? [];
  const named = typesAt(name, [...desired, ...(found.liveByOwner.get(name) ?? [])]);
  // A load balancer has none of its own: it answers what its endpoints have.
  const types = named.length > 0 ? named : typesAnswered(worlds, name);
  const after = timeName(worlds, "desired", name, types);
  return {
    name,
    types,
    ...after,
    kept: after.ttl,
    status: !found.ours.has(name) ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted,
    pending: isPending(changes),
    appliedAt,
    ...tabulateName(worlds, name, types, null),
    before: changes.length > 0 ? timeName(worlds, "live", name, types) : null,
    objective: null,
    changes,
  };
}

function typesAnswered(worlds: Worlds, name: string): readonly RecordType[] {
  const isSome = (shares: Shares) => shares !== null && shares.length > 0;
  return recordTypes.filter(
    (type) =>
      type !== "CNAME" &&
      tabulateName(worlds, name, [type], null).traffic.some(({ rows }) =>
        rows.some(({ now, after }) => isSome(now) || isSome(after)),
      ),
  );
}
