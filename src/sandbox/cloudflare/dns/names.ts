/** Which names a zone has. Names are as Cloudflare writes them: in lower case, without a dot at the end. */
import type { CloudflareState, CloudflareZone, Stored } from "../state.ts";

/** What stands at a name. */
export interface AtName {
  readonly balancer: Stored | null;
  readonly records: readonly Stored[];
}

interface ZoneIndex {
  readonly at: ReadonlyMap<string, AtName>;
  /** Names with something at them or below them (RFC 8020). */
  readonly existing: ReadonlySet<string>;
}

const indexes = new WeakMap<CloudflareZone, ZoneIndex>();
const nothing: AtName = { balancer: null, records: [] };

function indexOf(zone: CloudflareZone): ZoneIndex {
  const known = indexes.get(zone);
  if (known !== undefined) return known;
  const at = new Map<string, AtName>();
  for (const record of zone.records.values()) {
    const name = String(record.name);
    const here = at.get(name) ?? nothing;
    at.set(name, { ...here, records: [...here.records, record] });
  }
  for (const balancer of zone.loadBalancers.values()) {
    // One that is switched off leaves its name to the records.
    if (balancer.enabled === false) continue;
    const name = String(balancer.name).toLowerCase();
    at.set(name, { records: at.get(name)?.records ?? [], balancer });
  }
  const existing = new Set([zone.name]);
  for (const name of at.keys()) {
    for (let above = name; above.length > zone.name.length; above = parentOf(above)) existing.add(above);
  }
  const index = { at, existing };
  indexes.set(zone, index);
  return index;
}

export function lookAt(zone: CloudflareZone, name: string): AtName {
  return indexOf(zone).at.get(name) ?? nothing;
}

/** The zone that a name is in: the longest. */
export function findZoneOf(state: CloudflareState, name: string): CloudflareZone | null {
  const holding = [...state.zones.values()].filter(
    (zone) => name === zone.name || name.endsWith(`.${zone.name}`),
  );
  return holding.sort((one, other) => other.name.length - one.name.length)[0] ?? null;
}

/** The name itself, or the wildcard right below the closest name that exists (RFC 4592, section 3.3); null: neither. */
export function findOwner(zone: CloudflareZone, name: string): string | null {
  const { existing } = indexOf(zone);
  if (existing.has(name)) return name;
  let encloser = parentOf(name);
  while (!existing.has(encloser)) encloser = parentOf(encloser);
  return existing.has(`*.${encloser}`) ? `*.${encloser}` : null;
}

/** The highest name, below the zone's own and down to this one, that is handed over to other name servers. */
export function findCut(zone: CloudflareZone, name: string): string | null {
  let cut: string | null = null;
  for (let at = name; at.length > zone.name.length; at = parentOf(at)) {
    if (lookAt(zone, at).records.some(({ type }) => type === "NS")) cut = at;
  }
  return cut;
}

function parentOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
