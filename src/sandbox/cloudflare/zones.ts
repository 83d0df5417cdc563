import { accountId, type CloudflareZone, makeId, withEntry } from "./state.ts";
import type { CloudflareStore } from "./store.ts";

/** Makes the zone if it is missing, and returns its id. */
export function ensureCloudflareZone(store: CloudflareStore, written: string): string {
  const state = store.read();
  const name = written.toLowerCase().replace(/\.$/, "");
  const found = [...state.zones.values()].find((zone) => zone.name === name);
  if (found !== undefined) return found.id;
  const id = makeId(state.serial);
  const zone = { id, name, loadBalancers: new Map(), records: new Map() };
  store.commit({ ...state, serial: state.serial + 1, zones: withEntry(state.zones, id, zone) });
  return id;
}

/** Of every zone. */
export const nameServers = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"] as const;

const madeOn = "2026-01-01T00:00:00Z";

/** A zone as the API tells it. */
export function describeZone({ id, name }: CloudflareZone) {
  return {
    id,
    name,
    status: "active",
    type: "full",
    paused: false,
    development_mode: 0,
    account: { id: accountId, name: "sandbox" },
    owner: { id: accountId, type: "organization", name: "sandbox" },
    name_servers: nameServers,
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    meta: {},
    created_on: madeOn,
    modified_on: madeOn,
    activated_on: madeOn,
  };
}
