/** Whose each name is, and as what it was applied: told by the markers of what answers for it. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { LiveName } from "../connection.ts";
import { isOwn, type OwnNames } from "../own-names.ts";
import type { LiveResource, Resource } from "../resource.ts";
import { digestName } from "./digest-name.ts";
import type { Mark } from "./marker.ts";
import { isDnsRecord } from "./objects.ts";
import { describeMarker } from "./resource.ts";

/** An object as it was found, with its marker. */
export interface Claimed {
  readonly mark: Mark | null;
  readonly isOurs: boolean;
  readonly live: LiveResource;
}

/**
 * All names that are ours or wanted, and the markers of those that are ours.
 *
 * @param ours - all that is ours, as digests are made of it: under the names that it has
 */
export function describeNames(
  named: readonly Claimed[],
  ours: readonly Resource[],
  wanted: ReadonlySet<string>,
  own: OwnNames,
  otherOwners: ReadonlyMap<string, string>,
): { readonly names: readonly LiveName[]; readonly markers: readonly LiveResource[] } {
  const owned = named.filter((one) => one.isOurs).map(({ live }) => String(live.owner));
  const names: LiveName[] = [];
  const markers: LiveResource[] = [];
  for (const name of [...new Set([...wanted, ...owned])].sort()) {
    const here = named.filter(({ live }) => live.owner === name);
    // What is adopted is ours and has no mark yet.
    const mine = here.filter(({ isOurs, mark }) => isOurs && mark !== null);
    const other = here.find(({ mark }) => mark !== null && !isOwn(own, mark.policy));
    const written = writtenDigest(name, mine);
    const [first] = mine;
    // A name of which anything still says a former name is called so, until all of it says the present one.
    const policy = mine.find(({ mark }) => mark?.policy !== own.name)?.mark?.policy ?? own.name;
    const protect = mine.some(({ mark }) => mark?.protect === true);
    names.push({
      name,
      policy: first === undefined ? (other?.mark?.policy ?? null) : policy,
      markerFormat: mine.find(({ mark }) => mark?.unknownFormat !== undefined)?.mark?.unknownFormat ?? null,
      otherOwner: otherOwners.get(name) ?? null,
      drifted: first !== undefined && digestName(name, ours) !== written,
      isProtected: protect,
      appliedAt: latest(mine.flatMap(({ mark }) => mark?.appliedAt ?? [])),
    });
    if (first !== undefined) {
      const facts = { owner: name, policy, digest: written, ...(protect ? { protect: true as const } : {}) };
      const marker = describeMarker(facts, null);
      markers.push({ ...marker, raw: first.live.raw });
    }
  }
  return { names, markers };
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times);
}

/** The load balancer says as what its name was applied; without one, its records do, and only together. */
function writtenDigest(name: string, mine: readonly Claimed[]): string {
  const balancer = mine.find(({ live }) => live.kind === "load balancer");
  if (balancer !== undefined) return balancer.mark?.digest ?? "";
  const records = mine.filter(({ live }) => isDnsRecord(live.attributes) && live.attributes.name === name);
  const digests = new Set(records.map(({ mark }) => mark?.digest ?? ""));
  const [only = ""] = digests;
  return digests.size === 1 ? only : "";
}

/** Pools and monitors with the marker of a later version: what it says of them is not known here. */
export function refuseLater(shared: readonly Claimed[], names: readonly LiveName[]): readonly Diagnostic[] {
  const told = new Set(names.flatMap(({ name, markerFormat }) => (markerFormat === null ? [] : [name])));
  return shared.flatMap(({ isOurs, mark, live }) =>
    isOurs && mark?.unknownFormat !== undefined && !told.has(live.owner ?? "")
      ? [
          diagnose(
            "marker-later",
            { name: `${live.kind} ${live.title[0]}`, format: mark.unknownFormat },
            null,
          ),
        ]
      : [],
  );
}
