/** Targets as written → nodes. One function a kind; a new kind is one line in the table. */
import { diagnose } from "../diagnostic/diagnose.ts";
import { resolveFrom } from "./from.ts";
import type { Groups } from "./groups.ts";
import { type Declarations, findEndpoint, findPart, type Report } from "./names.ts";
import type { PolicyNode, WrittenBranch, WrittenRanked, WrittenShare, WrittenSubnet } from "./policy.ts";
import {
  isMapping,
  originOf,
  readEntries,
  readInteger,
  readItems,
  readKey,
  readNumber,
  readText,
  type Written,
} from "./written.ts";
import type { WrittenLookup, WrittenNetwork, WrittenPlace, WrittenSpot } from "./written-place.ts";

export interface Resolving {
  readonly declared: Declarations;
  readonly report: Report;
  /** Collects what each node wants looked up further on, so that it is even where the policy is broken. */
  readonly places: (readonly WrittenLookup[])[];
  /** Countries by the name of their group, the built-in ones included. */
  readonly groups: Groups;
}

type Kind = PolicyNode["kind"];
type Resolve = (value: Written, whole: Written, resolving: Resolving) => PolicyNode | null;

const resolvers: { readonly [K in Kind]: Resolve } = {
  endpoint: resolveEndpointNode,
  use: resolveUse,
  multivalue: resolveMultivalue,
  weighted: resolveWeighted,
  failover: resolveFailover,
  geolocation: resolveGeolocation,
  latency: resolveLatency,
  geoproximity: resolveGeoproximity,
  subnet: resolveSubnet,
};

/** Reads a target; null where it has no shape that means anything, which the schema has reported. */
export function resolveNode(written: Written | null, resolving: Resolving): PolicyNode | null {
  if (written === null) return null;
  if (typeof written.value === "string") return resolveEndpointNode(written, written, resolving);
  const [entry, ...others] = readEntries(written);
  if (entry === undefined || others.length > 0 || !isKind(entry.key)) return null;
  return resolvers[entry.key](entry.value, written, resolving);
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(resolvers, text);
}

function resolveEndpointNode(
  value: Written,
  whole: Written,
  { declared, report }: Resolving,
): PolicyNode | null {
  const endpoint = findEndpoint(value, declared, report);
  return endpoint === null ? null : { kind: "endpoint", endpoint, origin: originOf(whole) };
}

function resolveUse(value: Written, whole: Written, { declared, report }: Resolving): PolicyNode | null {
  const part = findPart(value, declared, report);
  return part === null ? null : { kind: "use", part, origin: originOf(whole) };
}

function resolveMultivalue(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const members = resolveMembers(value, resolving);
  for (const { kind, origin } of members) {
    if (kind !== "endpoint") resolving.report(diagnose("multivalue-member", { kind }, origin));
  }
  refuseTwins("multivalue", members, resolving.report);
  return { kind: "multivalue", members, origin: originOf(whole) };
}

function resolveFailover(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const members = resolveMembers(value, resolving);
  refuseTwins("failover", members, resolving.report);
  return { kind: "failover", members, origin: originOf(whole) };
}

function resolveMembers(value: Written, resolving: Resolving): readonly PolicyNode[] {
  return readItems(value).flatMap((item) => resolveNode(item, resolving) ?? []);
}

function resolveWeighted(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const short = isMapping(value.value);
  const weights = short
    ? readEntries(value).map((entry) => entry.value)
    : readItems(value).map((item) => readKey(item, "weight"));
  const members = short
    ? readEntries(value).flatMap((entry) => resolveShortShare(entry.key, entry.value, resolving) ?? [])
    : readItems(value).flatMap((item) => resolveShare(item, resolving) ?? []);
  if (weights.length > 0 && weights.every((weight) => readInteger(weight) === 0)) {
    resolving.report(diagnose("weights-all-zero", {}, originOf(value, "key")));
  }
  refuseTwins(
    "weighted",
    members.map((member) => member.to),
    resolving.report,
  );
  refuseNamesakes(members, resolving.report);
  return { kind: "weighted", members, origin: originOf(whole) };
}

function resolveShortShare(name: string, value: Written, resolving: Resolving): WrittenShare | null {
  // "{ eu-a 90 }" without its colon is a name with nothing behind it, which the schema has reported.
  if (value.value === null && /\s/.test(name)) return null;
  const endpoint = findEndpoint({ ...value, value: name }, resolving.declared, keyed(resolving.report));
  const weight = readInteger(value);
  if (endpoint === null || weight === null) return null;
  const to: PolicyNode = { kind: "endpoint", endpoint, origin: originOf(value, "key") };
  return { weight, name: null, to, origin: originOf(value) };
}

/** The name stands in front of its weight, so that is where a mistake in it is shown. */
function keyed(report: Report): Report {
  return (diagnostic) => {
    const { place } = diagnostic;
    report(
      place !== null && "pointer" in place ? { ...diagnostic, place: { ...place, on: "key" } } : diagnostic,
    );
  };
}

function resolveShare(item: Written, resolving: Resolving): WrittenShare | null {
  const to = resolveNode(readKey(item, "to"), resolving);
  const written = readKey(item, "weight");
  const weight = readInteger(written);
  if (to === null || written === null || weight === null) return null;
  return { weight, name: readText(readKey(item, "name")), to, origin: originOf(written) };
}

/** Groups stand for many countries each, so a short file could ask for any number of places. */
const mostPlaces = 1000;

function resolveGeolocation(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const places: WrittenPlace[] = [];
  const branches = readItems(value).flatMap((item): readonly WrittenBranch[] => {
    const to = resolveNode(readKey(item, "to"), resolving);
    const written = readKey(item, "from");
    if (written === null) return [];
    // There are fewer places than that, so one of them stands there twice, which is told already.
    const from = places.length > mostPlaces ? [] : resolveFrom(written, resolving.groups, resolving.report);
    for (const place of from) places.push(place);
    if (to === null) return [];
    const whenDown = readText(readKey(item, "whenDown")) === "stay" ? "stay" : "fallThrough";
    return [{ from, to, whenDown, origin: originOf(item) }];
  });
  resolving.places.push(places);
  return { kind: "geolocation", branches, origin: originOf(whole) };
}

function resolveLatency(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const members = readItems(value).flatMap((item) => {
    const region = readKey(item, "region");
    const code = readText(region);
    if (region === null || code === null) return [];
    return { item, at: { kind: "region", code, origin: originOf(region) } as const, bias: 0 };
  });
  return { kind: "latency", members: resolveRanked(members, resolving), origin: originOf(whole) };
}

function resolveGeoproximity(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const members = readItems(value).flatMap((item) => {
    const at = readSpot(readKey(item, "at"), resolving.report);
    return at === null ? [] : { item, at, bias: readInteger(readKey(item, "bias")) ?? 0 };
  });
  return { kind: "geoproximity", members: resolveRanked(members, resolving), origin: originOf(whole) };
}

interface RankedItem {
  readonly item: Written;
  readonly at: WrittenSpot;
  readonly bias: number;
}

function resolveRanked(items: readonly RankedItem[], resolving: Resolving): readonly WrittenRanked[] {
  resolving.places.push(items.map(({ at }) => at));
  return items.flatMap(({ item, at, bias }) => {
    const to = resolveNode(readKey(item, "to"), resolving);
    return to === null ? [] : [{ at, bias, to, origin: originOf(item) }];
  });
}

/** A region, or both coordinates; one of them alone is no place. */
export function readSpot(written: Written | null, report: Report): WrittenSpot | null {
  if (written === null) return null;
  const region = readKey(written, "region");
  const code = readText(region);
  const latitude = readNumber(readKey(written, "latitude"));
  const longitude = readNumber(readKey(written, "longitude"));
  const origin = originOf(written);
  if (region !== null) {
    if (latitude !== null || longitude !== null) report(diagnose("spot-twofold", {}, origin));
    return code === null ? null : { kind: "region", code, origin: originOf(region) };
  }
  if (latitude !== null && longitude !== null) return { kind: "coordinates", latitude, longitude, origin };
  if (latitude !== null || longitude !== null) {
    report(diagnose("spot-half", { missing: latitude === null ? "latitude" : "longitude" }, origin));
  }
  return null;
}

function resolveSubnet(value: Written, whole: Written, resolving: Resolving): PolicyNode | null {
  const networks: WrittenNetwork[] = [];
  const branches = readItems(value).flatMap((item): readonly WrittenSubnet[] => {
    const to = resolveNode(readKey(item, "to"), resolving);
    const written = readKey(item, "from");
    if (written === null) return [];
    const from = readNetworks(written);
    for (const network of from) networks.push(network);
    return to === null ? [] : [{ from, to, origin: originOf(item) }];
  });
  resolving.places.push(networks);
  return { kind: "subnet", branches, origin: originOf(whole) };
}

function readNetworks(written: Written): readonly WrittenNetwork[] {
  if (written.value === "anywhere") {
    return [{ kind: "anywhere", code: "anywhere", origin: originOf(written) }];
  }
  return readItems(written).flatMap((item) => {
    const code = readText(item);
    return code === null ? [] : [{ kind: "network", code, origin: originOf(item) } as const];
  });
}

function refuseTwins(group: Kind, members: readonly PolicyNode[], report: Report): void {
  const seen = new Set<string>();
  for (const member of members) {
    if (member.kind !== "endpoint" && member.kind !== "use") continue;
    const name = member.kind === "endpoint" ? member.endpoint : member.part;
    const key = `${member.kind} ${name}`;
    if (seen.has(key)) report(diagnose("member-twice", { name, group }, member.origin));
    seen.add(key);
  }
}

function refuseNamesakes(members: readonly WrittenShare[], report: Report): void {
  const seen = new Set<string>();
  for (const { name, origin } of members) {
    if (name === null) continue;
    if (seen.has(name)) report(diagnose("member-name-twice", { name }, origin));
    seen.add(name);
  }
}
