import { type BatchView, standing } from "./batch-view.ts";
import { isWildcard, isWithin } from "./names.ts";
import type { RecordSet, RecordType } from "./record-set.ts";
import { checkValue, comparableValue } from "./values.ts";

const mostValues = 400;

/** Types that can't be routed: simple only. */
const simpleOnly: ReadonlySet<RecordType> = new Set(["NS", "SOA", "DS"]);

/**
 * What is wrong with a record set that is about to stand in the zone, for itself and beside other types of
 * its name. Sentences in Route 53's words; empty when all is well.
 */
export function checkRecordSet(view: BatchView, recordSet: RecordSet): readonly string[] {
  const { name, type } = recordSet;
  if (!isWithin(name, view.zone.name)) {
    return [`RRSet with DNS name ${name} is not permitted in zone ${view.zone.name}`];
  }
  return [
    ...checkType(view, recordSet),
    ...checkCname(view, recordSet),
    ...checkRoutedType(recordSet),
    ...checkFailover(recordSet),
    ...checkContent(recordSet),
  ].map((problem) => problem.replaceAll("{set}", `RRSet of type ${type} with DNS name ${name}`));
}

function checkType({ zone }: BatchView, { name, type }: RecordSet): readonly string[] {
  if (type === "SOA" && name !== zone.name) return [`{set} is permitted only at apex in zone ${zone.name}`];
  if (type === "DS" && name === zone.name) return [`{set} is not permitted at apex in zone ${zone.name}`];
  if (type === "NS" && isWildcard(name)) return ["{set} is not permitted as a wildcard"];
  return [];
}

/** A CNAME is alone at its name, and never at the apex, not even as an alias. */
function checkCname({ zone, draft }: BatchView, { name, type }: RecordSet): readonly string[] {
  if (type === "CNAME" && name === zone.name) return [`{set} is not permitted at apex in zone ${zone.name}`];
  const types = draft.typesAt(name);
  const clash = type === "CNAME" ? [...types].some((other) => other !== "CNAME") : types.has("CNAME");
  return clash
    ? [
        `{set} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
      ]
    : [];
}

function checkRoutedType({ type, routing, content }: RecordSet): readonly string[] {
  if (routing.kind !== "simple" && simpleOnly.has(type)) return ["{set} can't have a routing policy"];
  if (routing.kind !== "multivalue") return [];
  if (type === "CNAME") return ["{set} can't be a multivalue answer"];
  return content.kind === "alias" ? ["{set} can't be both an alias and a multivalue answer"] : [];
}

function checkFailover({ routing, content, healthCheckId }: RecordSet): readonly string[] {
  if (routing.kind !== "failover") return [];
  if (content.kind === "alias") {
    return content.evaluateTargetHealth
      ? []
      : ["{set} is a failover alias and must have EvaluateTargetHealth set to true"];
  }
  return routing.role === "PRIMARY" && healthCheckId === null
    ? ["A non-alias primary ResourceRecordSet must have an associated health check. No changes made."]
    : [];
}

function checkContent({ type, content }: RecordSet): readonly string[] {
  if (content.kind === "alias") {
    return type === "NS" || type === "SOA" ? ["{set} can't be an alias"] : [];
  }
  if (content.kind === "trafficPolicyInstance") return [];
  const { values } = content;
  if (values.length > mostValues) return [`{set} has more than ${mostValues} resource records`];
  if ((type === "CNAME" || type === "SOA") && values.length > 1)
    return ["{set} must have exactly one resource record"];
  const problems = values.flatMap((value) => {
    const result = checkValue(type, value);
    return result.ok ? [] : [`Invalid Resource Record: '${result.problem}'`];
  });
  const comparable = values.map((value) => comparableValue(type, value));
  const twice = values.filter((_, at) => comparable.indexOf(comparable[at] ?? "") < at);
  return [...problems, ...twice.map((value) => `Duplicate Resource Record: '${value}'`)];
}

/** Where an alias may not point. Its target must exist at this point of the batch. */
export function checkAlias(view: BatchView, recordSet: RecordSet, otherZone: boolean): readonly string[] {
  const { content, type } = recordSet;
  if (content.kind !== "alias") return [];
  const attempt = `Tried to create an alias that targets ${content.dnsName}, type ${type} in zone ${content.hostedZoneId}`;
  const target = view.draft.targetOf(recordSet);
  if (target !== null) {
    if (!isWithin(target.name, view.zone.name)) {
      return [`${attempt}, but the alias target name does not lie within the target zone`];
    }
    if (standing(view, target.name, target.type).length === 0)
      return [`${attempt}, but that target was not found`];
    return reachesItself(view, recordSet) ? [`${attempt}, but that would make an alias loop`] : [];
  }
  if (otherZone) return [`${attempt}, but an alias can only target a record set of its own zone`];
  if (!awsServices.some((domain) => content.dnsName.endsWith(`.${domain}.`))) {
    return [`${attempt}, but that target was not found`];
  }
  if (type !== "A" && type !== "AAAA" && type !== "HTTPS")
    return [`${attempt}, but the service has no records of that type`];
  return content.hostedZoneId === cloudFrontZone && content.evaluateTargetHealth
    ? ["EvaluateTargetHealth can't be true for an alias that targets a CloudFront distribution"]
    : [];
}

const cloudFrontZone = "Z2FDTNDATAQYW2";

/** Domains of the AWS services that an alias can point at. The sandbox can't ask them, but it knows their names. */
const awsServices = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "cloudfront.net",
  "awsglobalaccelerator.com",
  "elasticbeanstalk.com",
  "awsapprunner.com",
  "on.aws",
];

function reachesItself({ draft }: BatchView, start: RecordSet): boolean {
  const seen = new Set<string>();
  const open: RecordSet[] = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const target = draft.targetOf(next);
    if (target === null || seen.has(target.name)) continue;
    if (target.name === start.name) return true;
    seen.add(target.name);
    open.push(...draft.group(target.name, target.type));
  }
  return false;
}
