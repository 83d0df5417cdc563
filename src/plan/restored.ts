/** A name that is wanted as it once was, without a record that says what is meant. */
import { type RecordType, recordTypes } from "../policy/policy.ts";
import type { LiveName } from "../provider/connection.ts";
import type { Resource } from "../provider/resource.ts";
import type { Shares } from "./shares.ts";
import { type LiveTimes, type NameTraffic, tabulateName, timeName, type Worlds } from "./worlds.ts";

/** What a plan says of a name, but for what only its record knows. */
interface RestoredName<C> extends LiveTimes, NameTraffic {
  readonly name: string;
  readonly types: readonly RecordType[];
  readonly kept: number | null;
  readonly status: "new" | "changed" | "unchanged";
  readonly drifted: boolean;
  readonly before: LiveTimes | null;
  readonly objective: null;
  readonly changes: readonly C[];
}

/** Describes it by what answers for it now and after. */
export function describeRestored<C>(
  worlds: Worlds,
  { name, drifted }: LiveName,
  sides: { readonly desired: readonly Resource[]; readonly live: readonly Resource[] },
  changes: readonly C[],
  isOurs: boolean,
): RestoredName<C> {
  const named = typesAt(name, [...sides.desired, ...sides.live]);
  // A load balancer has none of its own: it answers what its endpoints have.
  const types = named.length > 0 ? named : typesAnswered(worlds, name);
  const after = timeName(worlds, "desired", name, types);
  return {
    name,
    types,
    ...after,
    kept: after.ttl,
    status: !isOurs ? "new" : changes.length > 0 ? "changed" : "unchanged",
    drifted,
    ...tabulateName(worlds, name, types, null),
    before: changes.length > 0 ? timeName(worlds, "live", name, types) : null,
    objective: null,
    changes,
  };
}

/** The types of the record sets, or records, at the name itself. */
export function typesAt(name: string, resources: readonly Resource[]): readonly RecordType[] {
  return recordTypes.filter((type) => resources.some(({ title }) => title[0] === name && title[1] === type));
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
