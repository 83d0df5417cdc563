import { ApiError, invalidInput } from "./api-error.ts";
import { type Call, type Outcome, ok } from "./call.ts";
import { leaf, node, type XmlElement } from "./xml.ts";
import { findZone } from "./zone-lookup.ts";

export function getHostedZoneLimit(call: Call): Outcome {
  const zone = findZone(call, "id");
  const type = call.path("type");
  if (type === "MAX_RRSETS_BY_ZONE") {
    return ok("GetHostedZoneLimitResponse", report(type, call.limits.recordSetsPerZone, zone.records.size));
  }
  if (type !== "MAX_VPCS_ASSOCIATED_BY_ZONE") throw invalidInput(`The limit '${type}' is unknown`);
  if (zone.vpc === null) throw new ApiError("HostedZoneNotPrivate", 400, "The hosted zone is not private.");
  return ok("GetHostedZoneLimitResponse", report(type, 300, 1));
}

export function getAccountLimit(call: Call): Outcome {
  const type = call.path("type");
  const { limits, state } = call;
  const { zones, healthChecks } = state;
  const instances = [...zones.values()].flatMap(({ records }) =>
    records.listed().filter(({ recordSet }) => recordSet.content.kind === "trafficPolicyInstance"),
  );
  const known: Readonly<Record<string, readonly [value: number, count: number]>> = {
    MAX_HEALTH_CHECKS_BY_OWNER: [limits.healthChecks, healthChecks.size],
    MAX_HOSTED_ZONES_BY_OWNER: [limits.hostedZones, zones.size],
    MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER: [limits.trafficPolicyInstances, instances.length],
    MAX_REUSABLE_DELEGATION_SETS_BY_OWNER: [limits.reusableDelegationSets, 0],
    MAX_TRAFFIC_POLICIES_BY_OWNER: [limits.trafficPolicies, 0],
  };
  const limit = Object.hasOwn(known, type) ? known[type] : undefined;
  if (limit === undefined) throw invalidInput(`The limit '${type}' is unknown`);
  return ok("GetAccountLimitResponse", report(type, ...limit));
}

export function getHostedZoneCount(call: Call): Outcome {
  return ok("GetHostedZoneCountResponse", [leaf("HostedZoneCount", call.state.zones.size)]);
}

function report(type: string, value: number, count: number): readonly XmlElement[] {
  return [node("Limit", [leaf("Type", type), leaf("Value", value)]), leaf("Count", count)];
}
