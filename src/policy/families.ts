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
  // One without any address was reported as that.
  const able = endpoints.filter((endpoint) => endpoint.ipv4 !== null || endpoint.ipv6 !== null);
  const lacking = (type: RecordType) => able.filter((endpoint) => !hasAddress(endpoint, type));
  if (written !== null && isList(written.value)) {
    const named = written.value;
    const types = recordTypes.filter((type) => named.includes(type));
    for (const type of types) {
      const names = lacking(type).map((endpoint) => endpoint.name);
      if (names.length > 0) report(diagnose("type-not-covered", { lacking: names, type }, origin));
    }
    return types;
  }
  const present = recordTypes.filter((type) => able.some((endpoint) => hasAddress(endpoint, type)));
  const partial = present.filter((type) => lacking(type).length > 0);
  const [type, ...more] = [...partial].sort((a, b) => lacking(a).length - lacking(b).length);
  if (type !== undefined) {
    const names = lacking(type).map((endpoint) => endpoint.name);
    const others = more.length > 0 ? null : otherType[type];
    report(diagnose("address-families-differ", { lacking: names, type, others }, origin));
  }
  return present;
}

function hasAddress(endpoint: Endpoint, type: RecordType): boolean {
  return (type === "A" ? endpoint.ipv4 : endpoint.ipv6) !== null;
}
