import { diagnose } from "../diagnostic/diagnose.ts";
import { parseAddress } from "./addresses.ts";
import { readDomainName } from "./domain.ts";
import { renderActual } from "./flow.ts";
import { type Declarations, findHealthCheck, isEndpointName, type Report } from "./names.ts";
import type { Endpoint, EndpointName, ServiceAlias } from "./policy.ts";
import { isMapping, originOf, readKey, readText, type Written, type WrittenEntry } from "./written.ts";

const meaningful = ["ipv4", "ipv6", "hostname", "alias", "healthCheck", "drained"];

/** Reads the endpoints, with addresses in their canonical form. One with a bad address is still there. */
export function resolveEndpoints(
  declared: Declarations,
  report: Report,
): ReadonlyMap<EndpointName, Endpoint> {
  const endpoints = new Map<EndpointName, Endpoint>();
  for (const entry of declared.endpoints.entries) {
    const endpoint = resolveEndpoint(entry, declared, report);
    if (endpoint !== null) endpoints.set(endpoint.name, endpoint);
  }
  return endpoints;
}

function resolveEndpoint(
  { key, value }: WrittenEntry,
  declared: Declarations,
  report: Report,
): Endpoint | null {
  const healthCheck = findHealthCheck(readKey(value, "healthCheck"), declared, report);
  const ipv4 = readAddress("IPv4", readKey(value, "ipv4"), report);
  const ipv6 = readAddress("IPv6", readKey(value, "ipv6"), report);
  if (!isEndpointName(key)) return null;
  const origin = originOf(value, "key");
  const hostname = readHostname(readKey(value, "hostname"), report);
  const alias = readAlias(readKey(value, "alias"), report);
  const sorts = [ipv4 !== null || ipv6 !== null, hostname !== null, alias !== null].filter(Boolean).length;
  if (sorts === 0 && isMapping(value.value) && !hasStrangers(value)) {
    report(diagnose("endpoint-without-address", { name: key }, origin));
  }
  if (sorts > 1) report(diagnose("endpoint-manifold", { name: key }, origin));
  const drained = readKey(value, "drained")?.value === true;
  return { name: key, ipv4, ipv6, hostname, alias, drained, healthCheck, origin };
}

/** A host name in lower case without the dot at its end. */
function readHostname(written: Written | null, report: Report): string | null {
  const text = readText(written);
  if (written === null || text === null) return null;
  const bare = text.length > 1 && text.endsWith(".") ? text.slice(0, -1) : text;
  const name = readDomainName(bare, { what: "host name", wildcard: false }, originOf(written), report);
  return name ?? bare.toLowerCase();
}

function readAlias(written: Written | null, report: Report): ServiceAlias | null {
  if (written === null) return null;
  const dnsName = readHostname(readKey(written, "dnsName"), report);
  const hostedZoneId = readText(readKey(written, "hostedZoneId"));
  return dnsName === null || hostedZoneId === null ? null : { dnsName, hostedZoneId };
}

/** Whether an entry is under a name that has no meaning: it may be the address that seems to be missing. */
export function hasStrangers({ value }: Written): boolean {
  return isMapping(value) && Object.keys(value).some((key) => !meaningful.includes(key));
}

/** The text as it stands where it is no address, so that the family counts as given. */
function readAddress(family: "IPv4" | "IPv6", written: Written | null, report: Report): string | null {
  const text = readText(written);
  if (written === null) return null;
  if (text === null) return renderActual(written.value);
  const address = parseAddress(family, text);
  if (address.ok) return address.canonical;
  const { problem, instead } = address;
  report(diagnose("bad-address", { family, text, problem, instead }, originOf(written)));
  return text;
}
