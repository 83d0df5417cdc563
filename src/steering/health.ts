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

/**
 * What an endpoint answers for a record type, null when it has nothing: an address, a host name, or `alias:` and the
 * name of the AWS service whose addresses are answered.
 */
export function addressOf(
  { ipv4, ipv6, hostname, alias }: Pick<SteeredEndpoint, "ipv4" | "ipv6" | "hostname" | "alias">,
  type: RecordType,
): string | null {
  if (type === "CNAME") return hostname;
  if (alias !== null) return `${aliasPrefix}${alias.dnsName}`;
  return type === "A" ? ipv4 : ipv6;
}

/** Stands in front of a service's name where an address would stand. */
const aliasPrefix = "alias:";

const fingerprints = new WeakMap<HealthCheck, string>();

/** Everything that two checks of one address must share to see it alike; their names don't matter. */
function fingerprintOf(check: HealthCheck): string {
  const known = fingerprints.get(check);
  if (known !== undefined) return known;
  const { name: _name, origin: _origin, ...configuration } = check;
  const fingerprint = JSON.stringify(configuration);
  fingerprints.set(check, fingerprint);
  return fingerprint;
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

/** Makes states of health of these endpoints: the one in which exactly the given units are dead. */
export function stateMaker(
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
): (dead: ReadonlySet<string>) => IsDown {
  // Asked for each endpoint in each state, so the keys are made once.
  const keys = new Map(endpoints.map((endpoint) => [endpoint.name, unitKeyOf(endpoint, type)]));
  return (dead) => (endpoint) => {
    const key = keys.get(endpoint.name) ?? null;
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
