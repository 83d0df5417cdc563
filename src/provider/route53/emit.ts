/** From the groups of a record to its record sets of one type. */
import type { DomainName, Origin, RecordType } from "../../policy/policy.ts";
import type { Location } from "../../steering/geography.ts";
import { addressOf } from "../../steering/health.ts";
import type { SteeredEndpoint } from "../../steering/tree.ts";
import { defaultLocation, locationOf } from "./cidr.ts";
import type { Group, Routing, Target } from "./layout.ts";
import { encodeLocation } from "./location.ts";
import { groupName } from "./names.ts";
import { encodePlace, identifyPlace } from "./ranked.ts";
import { type RecordSet, thisZone } from "./record-set.ts";

export interface EmittedSet {
  readonly set: RecordSet;
  readonly origin: Origin;
}

export interface EmitContext {
  readonly owner: DomainName;
  readonly type: RecordType;
  readonly ttl: number;
  /** The reference of the check that watches an endpoint, null when it has none. */
  readonly checkOf: (endpoint: SteeredEndpoint, type: RecordType) => string | null;
  /** The reference of the policy's CIDR collection; empty when it has no networks. */
  readonly collection: string;
  /** The weights to send, in the members' order. */
  readonly weightsOf: (routing: Routing & { readonly kind: "weighted" }) => readonly number[];
}

/** The record sets of one group. A drained member has none, and its check stays. */
export function emitGroup(group: Group, context: EmitContext): readonly EmittedSet[] {
  const { routing, origin } = group;
  const base = { Name: nameOfGroup(group, context.owner), Type: context.type };
  switch (routing.kind) {
    case "simple":
      return [{ set: { ...base, ...aimAt(routing.target, context) }, origin }];
    case "all":
      return [{ set: { ...base, ...valuesOf(routing.endpoints, context) }, origin }];
    case "multivalue":
      return routing.endpoints.map((endpoint) => ({
        set: {
          ...base,
          SetIdentifier: endpoint.name,
          MultiValueAnswer: true,
          ...aimAt({ kind: "endpoint", endpoint, watched: true }, context),
        },
        origin,
      }));
    case "weighted": {
      const weights = context.weightsOf(routing);
      return routing.members.flatMap((member, position) => {
        const target = aimAt(member.target, context);
        const weight = weights[position] ?? 0;
        if (weight === 0) return [];
        return [
          { set: { ...base, SetIdentifier: member.id, Weight: weight, ...target }, origin: member.origin },
        ];
      });
    }
    case "failover": {
      const member = (role: "PRIMARY" | "SECONDARY", target: Target): EmittedSet => ({
        set: { ...base, SetIdentifier: role.toLowerCase(), Failover: role, ...aimAt(target, context) },
        origin,
      });
      const { primary, secondary } = routing;
      return [member("PRIMARY", primary), ...(secondary === null ? [] : [member("SECONDARY", secondary)])];
    }
    case "ranked":
      return routing.members.map((member) => ({
        set: {
          ...base,
          SetIdentifier: identifyPlace(member.place),
          ...encodePlace(member.place),
          ...aimAt(member.target, context),
        },
        origin: member.origin,
      }));
    case "subnet":
      return routing.members.map((member) => {
        const location = member.network === null ? defaultLocation : locationOf(member.network);
        return {
          set: {
            ...base,
            SetIdentifier: member.network === null ? "anywhere" : location,
            CidrRoutingConfig: { CollectionId: `ref:${context.collection}`, LocationName: location },
            ...aimAt(member.target, context),
          },
          origin: member.origin,
        };
      });
    case "geolocation":
      return routing.members.map((member) => ({
        set: {
          ...base,
          SetIdentifier: describeLocation(member.location),
          GeoLocation: encodeLocation(member.location),
          ...aimAt(member.target, context),
        },
        origin: member.origin,
      }));
  }
}

/** The domain name of a group. */
export function nameOfGroup(group: Group, owner: DomainName): string {
  return group.slug === null ? owner : groupName(owner, group.slug);
}

type Aim = Pick<RecordSet, "TTL" | "ResourceRecords" | "AliasTarget" | "HealthCheckId">;

function aimAt(target: Target, context: EmitContext): Aim {
  if (target.kind === "group") {
    return {
      AliasTarget: {
        HostedZoneId: thisZone,
        DNSName: nameOfGroup(target.group, context.owner),
        EvaluateTargetHealth: target.evaluate,
      },
    };
  }
  const { alias } = target.endpoint;
  const check = target.watched ? context.checkOf(target.endpoint, context.type) : null;
  const answer: Aim =
    alias === null
      ? valuesOf([target.endpoint], context)
      : {
          AliasTarget: {
            HostedZoneId: alias.hostedZoneId,
            DNSName: alias.dnsName,
            EvaluateTargetHealth: false,
          },
        };
  return {
    ...answer,
    ...(check === null ? {} : { HealthCheckId: `ref:${check}` }),
  };
}

function valuesOf(endpoints: readonly SteeredEndpoint[], context: EmitContext): Aim {
  const values = endpoints.flatMap((endpoint) => addressOf(endpoint, context.type) ?? []);
  // Two endpoints with one address are one value: Route 53 refuses duplicates.
  return { TTL: context.ttl, ResourceRecords: [...new Set(values)].sort().map((Value) => ({ Value })) };
}

/** NA is a continent and a country, so the kind is part of the identifier. */
function describeLocation(location: Location): string {
  switch (location.kind) {
    case "continent":
      return `continent-${location.continent}`;
    case "country":
      return `country-${location.country}`;
    case "subdivision":
      return `${location.country}-${location.subdivision}`;
    case "anywhere":
      return "anywhere";
  }
}
