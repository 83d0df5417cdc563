/** The IAM policies that a policy file needs, no more (AWS, Service Authorization Reference, "Amazon Route 53"). */
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

export function describeAccess(policy: Described, { zone }: AccessIds): Access {
  const id = zone ?? policy.providers.route53?.hostedZoneId ?? null;
  const zoneArn = `arn:aws:route53:::hostedzone/${id ?? "HOSTED_ZONE_ID"}`;
  const networks = usesNetworks(policy);
  const reads = [
    allow("SignpostReadZone", zoneReads, zoneArn),
    allow("SignpostRead", [...otherReads, ...(networks ? collectionReads : [])], "*"),
  ];
  const applyWith = (names: readonly string[]) =>
    document([
      ...reads,
      ...writesFor(names, typesOf(policy), zoneArn),
      ...(networks ? collectionWrites : []),
    ]);
  const choices = namesToAllow(policy);
  const fitting = choices.find(({ names }) => JSON.stringify(applyWith(names)).length <= mostCharacters);
  const chosen = fitting ?? choices.at(-1) ?? { names: [], note: null };
  const notes = [
    ...(id === null ? ["HOSTED_ZONE_ID stands for the id of the zone: give it with --zone-id"] : []),
    ...(chosen.note === null ? [] : [chosen.note]),
    ...(policy.records.some(({ name }) => name === policy.zone)
      ? [
          "helper names of the zone's own name are allowed by a pattern that also holds those of every name below it: IAM's * goes across dots",
        ]
      : []),
  ];
  const none = { plan: [], apply: [] };
  return { roles: { plan: document(reads), apply: applyWith(chosen.names) }, words: none, notes };
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
function typesOf({ records }: Pick<Policy, "records">): readonly string[] {
  return [...new Set([...records.flatMap(({ types }) => types), "TXT"])].sort();
}

function writesFor(
  names: readonly string[],
  types: readonly string[],
  zoneArn: string,
): readonly JsonObject[] {
  return [
    {
      ...allow("SignpostWriteRecords", ["ChangeResourceRecordSets"], zoneArn),
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
    },
    allow("SignpostAwaitChanges", ["GetChange"], "arn:aws:route53:::change/*"),
    allow("SignpostMakeChecks", ["CreateHealthCheck"], "*"),
    allow(
      "SignpostChangeChecks",
      ["DeleteHealthCheck", "UpdateHealthCheck"],
      "arn:aws:route53:::healthcheck/*",
    ),
  ];
}

const collectionWrites = [
  allow("SignpostMakeCollections", ["CreateCidrCollection"], "*"),
  allow(
    "SignpostChangeCollections",
    ["ChangeCidrCollection", "DeleteCidrCollection"],
    "arn:aws:route53:::cidrcollection/*",
  ),
];

interface NamesToAllow {
  readonly names: readonly string[];
  /** What it allows beyond the policy's names. */
  readonly note: string | null;
}

/** The narrowest first. */
function namesToAllow({ zone, records }: Pick<Policy, "zone" | "records">): readonly NamesToAllow[] {
  const own = records.map(({ name }) => normalizeName(name));
  const helpers = records.flatMap(({ name }) => {
    const marker = normalizeName(markerName(name));
    const dot = marker.indexOf(".");
    return [marker, `${marker.slice(0, dot)}-*${marker.slice(dot)}`];
  });
  const tooLong = `${records.length} names are more than the ${mostCharacters} characters of a managed policy hold`;
  return [
    { names: [...own, ...helpers], note: null },
    {
      names: [...own, `_signpost*.${zone}`],
      note: `${tooLong}, so markers and helper names of the whole zone are allowed`,
    },
    {
      names: [zone, `*.${zone}`],
      note: `${tooLong}, so all names of the zone are allowed; split the policy to allow less`,
    },
  ];
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
