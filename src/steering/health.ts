/** States of health: what dies together, and which endpoints are dead. */
import type { EndpointName, HealthCheck, RecordType } from "../policy/policy.ts";
import type { IsDown } from "./answer.ts";
import type { SteeredEndpoint } from "./tree.ts";

/** An address under one check. Endpoints that share one go down together. */
export interface HealthUnit {
  readonly key: string;
  readonly address: string;
  readonly check: HealthCheck;
  readonly endpoints: readonly EndpointName[];
}

/** The address that an endpoint answers for a record type, null when it has none. */
export function addressOf(endpoint: Pick<SteeredEndpoint, "ipv4" | "ipv6">, type: RecordType): string | null {
  return type === "A" ? endpoint.ipv4 : endpoint.ipv6;
}

/** Everything that two checks of one address must share to see it alike; their names don't matter. */
export function fingerprintOf(check: HealthCheck): string {
  const { name: _name, origin: _origin, ...configuration } = check;
  return JSON.stringify(configuration);
}

/** The unit that an endpoint belongs to for a record type; null when nothing watches it. */
export function unitKeyOf(endpoint: SteeredEndpoint, type: RecordType): string | null {
  const address = addressOf(endpoint, type);
  if (endpoint.check === null || address === null) return null;
  return `${address} ${fingerprintOf(endpoint.check)}`;
}

/** The units of these endpoints, in their order. */
export function unitsOf(endpoints: readonly SteeredEndpoint[], type: RecordType): readonly HealthUnit[] {
  const units = new Map<string, HealthUnit>();
  for (const endpoint of endpoints) {
    const key = unitKeyOf(endpoint, type);
    const address = addressOf(endpoint, type);
    if (key === null || address === null || endpoint.check === null) continue;
    const known = units.get(key);
    units.set(key, {
      key,
      address,
      check: endpoint.check,
      endpoints: [...(known?.endpoints ?? []), endpoint.name],
    });
  }
  return [...units.values()];
}

/** The state in which exactly these units are dead. */
export function downUnits(dead: ReadonlySet<string>, type: RecordType): IsDown {
  return (endpoint) => {
    const key = unitKeyOf(endpoint, type);
    return key !== null && dead.has(key);
  };
}

/** The units that are dead when these endpoints are: everything that shares an address and a check with one. */
export function unitsDownWith(
  names: ReadonlySet<string>,
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
): ReadonlySet<string> {
  return new Set(
    unitsOf(endpoints, type)
      .filter((unit) => unit.endpoints.some((name) => names.has(name)))
      .map((unit) => unit.key),
  );
}
