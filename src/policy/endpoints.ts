import { diagnose } from "../diagnostic/diagnose.ts";
import { parseAddress } from "./addresses.ts";
import { type Declarations, findHealthCheck, isEndpointName, type Report } from "./names.ts";
import type { Endpoint, EndpointName } from "./policy.ts";
import { isMapping, originOf, readKey, readText, type Written, type WrittenEntry } from "./written.ts";

const meaningful = ["ipv4", "ipv6", "healthCheck"];

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
  if (ipv4 === null && ipv6 === null && isMapping(value.value) && !hasStrangers(value)) {
    report(diagnose("endpoint-without-address", { name: key }, origin));
  }
  return { name: key, ipv4, ipv6, healthCheck, origin };
}

/** Whether an entry is under a name that has no meaning: it may be the address that seems to be missing. */
export function hasStrangers({ value }: Written): boolean {
  return isMapping(value) && Object.keys(value).some((key) => !meaningful.includes(key));
}

/** The text as it stands where it is no address, so that the family counts as given. */
function readAddress(family: "IPv4" | "IPv6", written: Written | null, report: Report): string | null {
  const text = readText(written);
  if (written === null) return null;
  if (text === null) return String(written.value);
  const address = parseAddress(family, text);
  if (address.ok) return address.canonical;
  const { problem, instead } = address;
  report(diagnose("bad-address", { family, text, problem, instead }, originOf(written)));
  return text;
}
