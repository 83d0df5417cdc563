import type { RecordTable } from "../route53/record-table.ts";
import type { State, Zone } from "../route53/state.ts";

/** The public zone that a name is in: the longest. Of two with one name the older answers. */
export function findZoneOf(state: State, name: string): Zone | null {
  let best: Zone | null = null;
  for (const zone of state.zones.values()) {
    const holds = name === zone.name || name.endsWith(`.${zone.name}`);
    if (zone.vpc === null && holds && zone.name.length > (best?.name.length ?? 0)) best = zone;
  }
  return best;
}

const existing = new WeakMap<RecordTable, ReadonlySet<string>>();

/** Whether a name exists: it has a record set, or something below it has (RFC 8020). */
function nameExists({ name: apex, records }: Zone, name: string): boolean {
  let names = existing.get(records);
  if (names === undefined) {
    const found = new Set<string>([apex]);
    for (const { recordSet } of records.listed()) {
      for (let at = recordSet.name; at.length > apex.length; at = parentOf(at)) found.add(at);
    }
    existing.set(records, found);
    names = found;
  }
  return names.has(name);
}

/**
 * Where the record sets of a name stand: at the name, or at the wildcard right below the closest name that exists
 * (RFC 4592, section 3.3). Null: the name doesn't exist, nor does a wildcard cover it.
 */
export function findOwner(zone: Zone, name: string): string | null {
  if (nameExists(zone, name)) return name;
  let encloser = parentOf(name);
  while (!nameExists(zone, encloser)) encloser = parentOf(encloser);
  const wildcard = `\\052.${encloser}`;
  return nameExists(zone, wildcard) ? wildcard : null;
}

/** The names from right below the zone down to this one, the upper first. */
export function pathTo(zone: Zone, name: string): readonly string[] {
  const path: string[] = [];
  for (let at = name; at.length > zone.name.length; at = parentOf(at)) path.unshift(at);
  return path;
}

/** Stored names escape a dot inside a label, so every dot ends one. */
function parentOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
