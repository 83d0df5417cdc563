import type { RecordSet, Routing } from "./record-set.ts";
import { comparableValue } from "./values.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";

/** A record set as listings show it, in the order of the API's schema. */
export function printRecordSet(recordSet: RecordSet): XmlElement {
  const { routing, content } = recordSet;
  return node("ResourceRecordSet", [
    leaf("Name", recordSet.name),
    leaf("Type", recordSet.type),
    optionalLeaf("SetIdentifier", recordSet.setIdentifier),
    ...(isEarly(routing) ? [printRouting(routing)] : []),
    ...printContent(content),
    optionalLeaf("HealthCheckId", recordSet.healthCheckId),
    content.kind === "trafficPolicyInstance" ? leaf("TrafficPolicyInstanceId", content.instanceId) : null,
    ...(isEarly(routing) ? [] : [printRouting(routing)]),
  ]);
}

function printContent(content: RecordSet["content"]): readonly XmlElement[] {
  switch (content.kind) {
    case "values":
      return [
        leaf("TTL", content.ttl),
        node(
          "ResourceRecords",
          content.values.map((value) => node("ResourceRecord", [leaf("Value", value)])),
        ),
      ];
    case "alias":
      return [
        node("AliasTarget", [
          leaf("HostedZoneId", content.hostedZoneId),
          leaf("DNSName", content.dnsName),
          leaf("EvaluateTargetHealth", content.evaluateTargetHealth),
        ]),
      ];
    case "trafficPolicyInstance":
      return [];
  }
}

/**
 * A record set as text, equal for two that a DELETE has to treat as the same: every field counts, values
 * are compared by meaning and without order.
 */
export function fingerprint(recordSet: RecordSet): string {
  const { content } = recordSet;
  const canonical =
    content.kind === "values"
      ? {
          ...content,
          values: content.values.map((value) => comparableValue(recordSet.type, value)).sort(),
        }
      : content;
  return JSON.stringify([
    recordSet.name,
    recordSet.type,
    recordSet.setIdentifier,
    printRouting(recordSet.routing),
    Object.entries(canonical).sort(([a], [b]) => (a < b ? -1 : 1)),
    recordSet.healthCheckId,
  ]);
}

/** The schema puts the two newest policies after the content. */
function isEarly(routing: Routing): boolean {
  return routing.kind !== "cidr" && routing.kind !== "geoproximity";
}

function printRouting(routing: Routing): XmlElement | null {
  switch (routing.kind) {
    case "simple":
      return null;
    case "weighted":
      return leaf("Weight", routing.weight);
    case "latency":
      return leaf("Region", routing.region);
    case "failover":
      return leaf("Failover", routing.role);
    case "multivalue":
      return leaf("MultiValueAnswer", true);
    case "geolocation":
      return node("GeoLocation", [
        optionalLeaf("ContinentCode", routing.continent),
        optionalLeaf("CountryCode", routing.country),
        optionalLeaf("SubdivisionCode", routing.subdivision),
      ]);
    case "cidr":
      return node("CidrRoutingConfig", [
        leaf("CollectionId", routing.collectionId),
        leaf("LocationName", routing.locationName),
      ]);
    case "geoproximity":
      return node("GeoProximityLocation", [
        routing.place.kind === "region" ? leaf("AWSRegion", routing.place.region) : null,
        routing.place.kind === "localZoneGroup" ? leaf("LocalZoneGroup", routing.place.group) : null,
        routing.place.kind === "coordinates"
          ? node("Coordinates", [
              leaf("Latitude", routing.place.latitude),
              leaf("Longitude", routing.place.longitude),
            ])
          : null,
        optionalLeaf("Bias", routing.bias),
      ]);
  }
}
