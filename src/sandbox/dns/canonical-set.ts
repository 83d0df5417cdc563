import { type RecordSet as EvaluatedSet, thisZone } from "../../provider/route53/record-set.ts";
import type { RecordSet, Routing } from "../route53/record-set.ts";
import type { Zone } from "../route53/state.ts";

/** A stored record set in the form that the evaluator reads. Names stay as they are stored. */
export function canonicalSet(recordSet: RecordSet, zone: Zone): EvaluatedSet {
  const { content, healthCheckId } = recordSet;
  const common = {
    Name: recordSet.name,
    Type: recordSet.type,
    ...(recordSet.setIdentifier === null ? {} : { SetIdentifier: recordSet.setIdentifier }),
    ...canonicalRouting(recordSet.routing),
    ...(healthCheckId === null ? {} : { HealthCheckId: healthCheckId }),
  };
  switch (content.kind) {
    case "values":
      return {
        ...common,
        TTL: content.ttl,
        ResourceRecords: content.values.map((value) => ({ Value: value })),
      };
    case "alias":
      return {
        ...common,
        AliasTarget: {
          HostedZoneId: content.hostedZoneId === zone.id ? thisZone : content.hostedZoneId,
          DNSName: content.dnsName,
          EvaluateTargetHealth: content.evaluateTargetHealth,
        },
      };
    case "trafficPolicyInstance":
      return { ...common, OtherRouting: `traffic policy ${content.instanceId}` };
  }
}

function canonicalRouting(routing: Routing): Partial<EvaluatedSet> {
  switch (routing.kind) {
    case "simple":
      return {};
    case "weighted":
      return { Weight: routing.weight };
    case "failover":
      return { Failover: routing.role };
    case "multivalue":
      return { MultiValueAnswer: true };
    case "latency":
      return { Region: routing.region };
    case "geolocation":
      return {
        GeoLocation: {
          ...(routing.continent === null ? {} : { ContinentCode: routing.continent }),
          ...(routing.country === null ? {} : { CountryCode: routing.country }),
          ...(routing.subdivision === null ? {} : { SubdivisionCode: routing.subdivision }),
        },
      };
    case "cidr":
      return {
        CidrRoutingConfig: { CollectionId: routing.collectionId, LocationName: routing.locationName },
      };
    case "geoproximity": {
      const { place, bias } = routing;
      return {
        GeoProximityLocation: {
          ...(place.kind === "region" ? { AWSRegion: place.region } : {}),
          ...(place.kind === "localZoneGroup" ? { LocalZoneGroup: place.group } : {}),
          ...(place.kind === "coordinates"
            ? { Coordinates: { Latitude: place.latitude, Longitude: place.longitude } }
            : {}),
          ...(bias === null ? {} : { Bias: bias }),
        },
      };
    }
  }
}
