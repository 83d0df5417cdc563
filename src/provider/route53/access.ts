/** The IAM policies that policy files need, no more (AWS, Service Authorization Reference, "Amazon Route 53"). */
import type { Policy, PolicyNode } from "../../policy/policy.ts";
import { childrenOf } from "../../policy/reach.ts";
import type { Access, AccessIds } from "../access.ts";
import type { JsonObject } from "../resource.ts";
import { markerName } from "./names.ts";

/** Characters of a managed policy, blanks left out (IAM, "IAM and AWS STS quotas"). */
const mostCharacters = 6144;

/** A zone's own operations. */
const zoneReads = ["GetHostedZone", "GetHostedZoneLimit", "ListResourceRecordSets"];
/** Those that name no zone; AWS takes no narrower resource for most of them. */
const otherReads = [
  "GetAccountLimit",
  // What `verify` and an apply ask of checks.
  "GetHealthCheckStatus",
  "ListHealthChecks",
  "ListHostedZonesByName",
  "ListResourceRecordSetProtections",
  // What it answers to a client somewhere: `verify --via api`.
  "TestDNSAnswer",
];

const collectionReads = ["ListCidrBlocks", "ListCidrCollections"];

type Described = Pick<Policy, "zone" | "records" | "parts" | "providers">;

/** A hosted zone, with what all policies have in it. */
interface DescribedZone {
  readonly name: string;
  readonly id: string | null;
  readonly policies: readonly Described[];
}

export function describeAccess(policies: readonly Described[], { zone }: AccessIds): Access {
  const zones = gatherZones(policies, zone);
  const wordOf = ({ name, id }: DescribedZone) =>
    id ?? (zones.length === 1 ? "HOSTED_ZONE_ID" : `HOSTED_ZONE_ID_OF_${name}`);
  const arnOf = (one: DescribedZone) => `arn:aws:route53:::hostedzone/${wordOf(one)}`;
  const networks = policies.some(usesNetworks);
  const reads = [
    ...zones.map((one, index) => allow(numbered("SignpostReadZone", index), zoneReads, arnOf(one))),
    allow("SignpostRead", [...otherReads, ...(networks ? collectionReads : [])], "*"),
  ];
  const applyWith = ({ namesOf }: Breadth) =>
    document([
      ...reads,
      ...zones.map((one, index) =>
        allowWrites(numbered("SignpostWriteRecords", index), namesOf(one), typesOf(one), arnOf(one)),
      ),
      ...otherWrites,
      ...(networks ? collectionWrites : []),
    ]);
  const fits = (breadth: Breadth) => JSON.stringify(applyWith(breadth)).length <= mostCharacters;
  const chosen = breadths.find(fits) ?? widest;
  const names = policies.flatMap(({ records }) => records).length;
  const notes = [
    ...zones.flatMap((one) =>
      one.id === null
        ? [
            `${wordOf(one)} stands for the id of the zone: give it with ${zones.length === 1 ? "--zone-id" : "hostedZoneId in the policy"}`,
          ]
        : [],
    ),
    ...(chosen.note === null
      ? []
      : [
          `${names} names are more than the ${mostCharacters} characters of a managed policy hold, ${chosen.note}`,
        ]),
    ...(fits(chosen)
      ? []
      : [
          `this is still more than the ${mostCharacters} characters of a managed policy: print it for some of the files at a time, and give the role several`,
        ]),
    ...(policies.some((policy) => policy.records.some(({ name }) => name === policy.zone))
      ? [
          "helper names of the zone's own name are allowed by a pattern that also holds those of every name below it: IAM's * goes across dots",
        ]
      : []),
  ];
  const none = { plan: [], apply: [] };
  return { roles: { plan: document(reads), apply: applyWith(chosen) }, words: none, notes };
}

/** Zones may share a name, as one within a VPC does. */
function gatherZones(policies: readonly Described[], given: string | null): readonly DescribedZone[] {
  const zones = new Map<string, DescribedZone>();
  for (const policy of policies) {
    const id = given ?? policy.providers.route53?.hostedZoneId ?? null;
    const key = JSON.stringify([policy.zone, id]);
    zones.set(key, { name: policy.zone, id, policies: [...(zones.get(key)?.policies ?? []), policy] });
  }
  return [...zones.values()];
}

/** A Sid stands once in a document. */
function numbered(sid: string, index: number): string {
  return index === 0 ? sid : `${sid}${index + 1}`;
}

function document(statements: readonly JsonObject[]): JsonObject {
  return { Version: "2012-10-17", Statement: statements };
}

function allow(sid: string, operations: readonly string[], resource: string): JsonObject {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: operations.map((operation) => `route53:${operation}`),
    Resource: resource,
  };
}

const namesKey = "route53:ChangeResourceRecordSetsNormalizedRecordNames";

/** Whether a record chooses by networks, which Route 53 keeps in CIDR collections. */
export function usesNetworks({ records, parts }: Pick<Policy, "records" | "parts">): boolean {
  const has = (node: PolicyNode): boolean => node.kind === "subnet" || childrenOf(node).some(has);
  return [...records.map(({ to }) => to), ...parts.values()].some(has);
}

/** What its records are, and markers. */
function typesOf(zone: DescribedZone): readonly string[] {
  return [...new Set([...recordsIn(zone).flatMap(({ types }) => types), "TXT"])].sort();
}

function recordsIn({ policies }: DescribedZone): Policy["records"] {
  return policies.flatMap(({ records }) => records);
}

function allowWrites(
  sid: string,
  names: readonly string[],
  types: readonly string[],
  zoneArn: string,
): JsonObject {
  return {
    ...allow(sid, ["ChangeResourceRecordSets"], zoneArn),
    Condition: {
      // Helper names are patterns, and two operators on one key would both have to hold.
      "ForAllValues:StringLike": { [namesKey]: names },
      "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsRecordTypes": types,
        // Changes are a DELETE of what was read and a CREATE, never an UPSERT.
        "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
      },
      // ForAllValues holds for a request without any value (IAM, "Multivalued context keys").
      Null: { [namesKey]: "false" },
    },
  };
}

const otherWrites = [
  allow("SignpostAwaitChanges", ["GetChange"], "arn:aws:route53:::change/*"),
  allow("SignpostMakeChecks", ["CreateHealthCheck"], "*"),
  allow(
    "SignpostChangeChecks",
    ["DeleteHealthCheck", "UpdateHealthCheck"],
    "arn:aws:route53:::healthcheck/*",
  ),
];

const collectionWrites = [
  allow("SignpostMakeCollections", ["CreateCidrCollection"], "*"),
  allow(
    "SignpostChangeCollections",
    ["ChangeCidrCollection", "DeleteCidrCollection"],
    "arn:aws:route53:::cidrcollection/*",
  ),
];

/** How narrowly names are allowed. */
interface Breadth {
  readonly namesOf: (zone: DescribedZone) => readonly string[];
  /** What it allows beyond the policies' names. */
  readonly note: string | null;
}

const widest: Breadth = {
  namesOf: ({ name }) => [name, `*.${name}`],
  note: "so all names of the zone are allowed; split the policy to allow less",
};

/** The narrowest first. */
const breadths: readonly Breadth[] = [
  { namesOf: (zone) => [...ownNames(zone), ...helperNames(zone)], note: null },
  {
    namesOf: (zone) => [...ownNames(zone), `_signpost*.${zone.name}`],
    note: "so markers and helper names of the whole zone are allowed",
  },
  widest,
];

function ownNames(zone: DescribedZone): readonly string[] {
  return recordsIn(zone).map(({ name }) => normalizeName(name));
}

function helperNames(zone: DescribedZone): readonly string[] {
  return recordsIn(zone).flatMap(({ name }) => {
    const marker = normalizeName(markerName(name));
    const dot = marker.indexOf(".");
    return [marker, `${marker.slice(0, dot)}-*${marker.slice(dot)}`];
  });
}

/**
 * A name as the condition key has it: lower case, no dot at the end, everything but letters, digits, `-`, `_` and `.` as
 * an octal escape (Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access control").
 */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/u, "")
    .replaceAll(/[^a-z0-9._-]/gu, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
