/** Route 53, as a provider. */
import type { Location } from "../../steering/geography.ts";
import { type Network, parseNetwork } from "../../steering/subnet.ts";
import type { Placing, Provider, Watched } from "../provider.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { describeAccess } from "./access.ts";
import { answerRoute53, indexRecordSets } from "./answer.ts";
import { type CidrCollection, isCidrCollection } from "./cidr.ts";
import { compilePolicy } from "./compile.ts";
import { isHealthCheckConfig, probeSeconds } from "./health-check.ts";
import { importRecordSets } from "./import.ts";
import { decodeLocation } from "./location.ts";
import { prices } from "./prices.ts";
import { decodePlace } from "./ranked.ts";
import { detectionsIn, indexReach } from "./reach.ts";
import { isRecordSet, keyOf } from "./record-set.ts";
import { keyOfCheck } from "./resource.ts";
import { reviveResource } from "./revive.ts";
import { describeTrust } from "./trust.ts";
import { configOf, refOfCheck } from "./wanted.ts";

export const route53: Provider = {
  id: "route53",
  title: "Route 53",
  compile: compilePolicy,
  describePayloads: (compiled) => describePayloads(compiled.resources),
  evaluate(resources) {
    const collections = new Map(
      resources.flatMap(({ key, attributes }): (readonly [string, CidrCollection])[] =>
        isCidrCollection(attributes) ? [[key.replace(/^cidr collection /u, "ref:"), attributes]] : [],
      ),
    );
    const index = indexRecordSets(recordSetsIn(resources), collections);
    const addresses = new Map(
      resources.flatMap((resource): (readonly [string, string | null])[] => {
        const config = configOf(resource);
        return config === null
          ? []
          : [[resource.key, config.IPAddress ?? config.FullyQualifiedDomainName ?? null]];
      }),
    );
    const checks = new Map<string, Watched>();
    const watchedBy = (id: string): Watched => {
      const key = keyOfCheck(id.startsWith("ref:") ? id.slice(4) : `id:${id}`);
      const address = addresses.get(key);
      const watched = address === undefined ? { key: null, address: null } : { key, address };
      checks.set(id, watched);
      return watched;
    };
    return (question, isDown) =>
      answerRoute53(index, question, (id) => !isDown(checks.get(id) ?? watchedBy(id)));
  },
  distinctionsIn: (resources) => ({
    locations: locationsIn(resources),
    // A collection says nothing to names that aren't steered by it.
    networks: recordSetsIn(resources).some((set) => set.CidrRoutingConfig !== undefined)
      ? resources.flatMap(({ attributes }) => (isCidrCollection(attributes) ? networksIn(attributes) : []))
      : [],
    ranked: recordSetsIn(resources).flatMap((set) => decodePlace(set) ?? []),
    countries: null,
  }),
  indexReach,
  importNames: importRecordSets,
  membersOf: ({ attributes }) => (isRecordSet(attributes) ? [keyOf(attributes)] : []),
  detectionsIn,
  reviveResource,
  writes: "at once",
  renames: "in its markers",
  keptSeconds: ({ ttl }) => ttl,
  shows: ({ record }) => ({ choice: "in the answer", ttl: record.ttl }),
  placingIn,
  probeSeconds,
  shortestInterval: 10,
  prices,
  sandboxPath: "",
  // The SDK reads these by itself; whether an emulator on this machine is meant matters to us too.
  endpointIn: (env) => env.AWS_ENDPOINT_URL_ROUTE_53 || env.AWS_ENDPOINT_URL || null,
  withoutIds(policy) {
    const { route53: settings, ...others } = policy.providers;
    if (settings === undefined) return policy;
    return { ...policy, providers: { ...others, route53: { ...settings, hostedZoneId: null } } };
  },
  async openReading(policy, options) {
    const { openRoute53 } = await import("./connect.ts");
    return openRoute53(policy, options);
  },
  describeAccess,
  describeTrust,
  async examine(policy, options) {
    const { examineRoute53 } = await import("./examine.ts");
    return examineRoute53(policy, options);
  },
  async connect(policy, options) {
    const { connectRoute53 } = await import("./connect.ts");
    return connectRoute53(policy, options);
  },
};

function locationsIn(resources: readonly Resource[]): readonly Location[] {
  return recordSetsIn(resources).flatMap(({ GeoLocation: at }) =>
    at === undefined ? [] : (decodeLocation(at) ?? []),
  );
}

function networksIn({ Locations: locations }: CidrCollection): readonly Network[] {
  return locations.flatMap(({ CidrList }) => CidrList.flatMap((text) => parseNetwork(text)?.network ?? []));
}

function recordSetsIn(resources: readonly Resource[]) {
  return resources.flatMap(({ attributes }) => (isRecordSet(attributes) ? [attributes] : []));
}

/** AWS Developer Guide, "How Amazon Route 53 uses EDNS0 to estimate the location of a user". */
function placingIn(resources: readonly Resource[]): Placing {
  const sets = recordSetsIn(resources);
  const isByDistance = sets.some((set) => set.GeoProximityLocation !== undefined);
  const isByLatency = sets.some(({ Region }) => Region !== undefined);
  const isPlaced =
    isByDistance || sets.some((set) => set.GeoLocation !== undefined || set.CidrRoutingConfig !== undefined);
  return {
    place: isPlaced || isByLatency ? "subnet or resolver" : null,
    nearness: isByLatency ? "measured latency" : isByDistance ? "distance" : null,
  };
}

/** Names get the trailing dot that the API returns; everything else is as it is compared. */
function describePayloads(resources: readonly Resource[]): JsonObject {
  const cidrCollections = resources.flatMap(({ key, attributes }) =>
    isCidrCollection(attributes) ? [{ ref: key.replace(/^cidr collection /u, ""), ...attributes }] : [],
  );
  return {
    ...(cidrCollections.length === 0 ? {} : { cidrCollections }),
    recordSets: recordSetsIn(resources).map((set) => ({
      ...set,
      Name: `${set.Name}.`,
      ...(set.AliasTarget === undefined
        ? {}
        : { AliasTarget: { ...set.AliasTarget, DNSName: `${set.AliasTarget.DNSName}.` } }),
    })),
    healthChecks: resources.flatMap(({ key, attributes }) =>
      isHealthCheckConfig(attributes) ? [{ ref: refOfCheck(key), HealthCheckConfig: attributes }] : [],
    ),
  };
}
