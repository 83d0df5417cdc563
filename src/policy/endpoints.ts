import { diagnose } from "../diagnostic/diagnose.ts";
import { parseAddress } from "./addresses.ts";
import { type Declarations, findHealthCheck, isEndpointName, type Report } from "./names.ts";
import type { Endpoint, EndpointName } from "./policy.ts";
import { originOf, readKey, readText, type Written, type WrittenEntry } from "./written.ts";

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
  // An entry under another name may be the address: the schema has named that one.
  const bare = typeof value.value === "object" && value.value !== null && !Array.isArray(value.value);
  if (ipv4 === null && ipv6 === null && bare && !hasStrangers(value)) {
    report(diagnose("endpoint-without-address", { name: key }, origin));
  }
  return { name: key, ipv4, ipv6, healthCheck, origin };
}

function hasStrangers({ value }: Written): boolean {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return keys.some((key) => key !== "healthCheck");
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
