import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import { type Endpoint, type Origin, type RecordType, recordTypes } from "./policy.ts";
import { isList, type Written } from "./written.ts";

const otherType = { A: "AAAA", AAAA: "A" } as const;

/**
 * The types of a record: those that it names, else every family that its endpoints have. One endpoint
 * without a family that the others have must not silently take a type away, so it is an error.
 */
export function resolveTypes(
  written: Written | null,
  endpoints: readonly Endpoint[],
  origin: Origin,
  report: Report,
): readonly RecordType[] {
  // One without any address, or with a host name beside it, was reported as that.
  const able = endpoints.filter(
    (endpoint) => !isManifold(endpoint) && recordTypes.some((type) => hasValue(endpoint, type)),
  );
  const lacking = (type: RecordType) =>
    able.filter((endpoint) => !hasValue(endpoint, type)).map((endpoint) => endpoint.name);
  if (written !== null && isList(written.value)) {
    const named = written.value;
    const types = recordTypes.filter((type) => named.includes(type));
    if (types.includes("CNAME") && types.length > 1) report(diagnose("cname-beside-types", {}, origin));
    for (const type of types) {
      const names = lacking(type);
      if (names.length > 0) report(diagnose("type-not-covered", { lacking: names, type }, origin));
    }
    return types;
  }
  const present = recordTypes.filter((type) => able.some((endpoint) => hasValue(endpoint, type)));
  if (present.includes("CNAME") && present.length > 1) {
    const hostnames = able.filter(({ hostname }) => hostname !== null).map(({ name }) => name);
    report(diagnose("hostname-beside-addresses", { hostnames, addresses: lacking("CNAME") }, origin));
    return present;
  }
  const partial = (["A", "AAAA"] as const).filter(
    (type) => present.includes(type) && lacking(type).length > 0,
  );
  const [type, ...more] = [...partial].sort((a, b) => lacking(a).length - lacking(b).length);
  if (type !== undefined) {
    const others = more.length > 0 ? null : otherType[type];
    report(diagnose("address-families-differ", { lacking: lacking(type), type, others }, origin));
  }
  return present;
}

function isManifold({ ipv4, ipv6, hostname, alias }: Endpoint): boolean {
  return [ipv4 ?? ipv6, hostname, alias].filter((sort) => sort !== null).length > 1;
}

/** Whether an endpoint has something to answer for a type. An AWS service has addresses of both families. */
function hasValue(endpoint: Endpoint, type: RecordType): boolean {
  switch (type) {
    case "A":
      return endpoint.ipv4 !== null || endpoint.alias !== null;
    case "AAAA":
      return endpoint.ipv6 !== null || endpoint.alias !== null;
    case "CNAME":
      return endpoint.hostname !== null;
  }
}
