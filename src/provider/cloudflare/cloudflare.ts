/** Cloudflare, as a provider. */
import { countryCodes } from "../../steering/geography.ts";
import { type RankedPlace, readPlaceKey } from "../../steering/ranking.ts";
import type { Provider } from "../provider.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { answerCloudflare, type ObjectIndex } from "./answer.ts";
import { compilePolicy } from "./compile.ts";
import { probeSeconds } from "./monitor.ts";
import {
  type DnsRecord,
  isDnsRecord,
  isLoadBalancer,
  isMonitor,
  isPool,
  type LoadBalancer,
  type Pool,
} from "./objects.ts";
import { placingIn } from "./placing.ts";
import { prices } from "./prices.ts";
import { detectionsIn, indexReach, proxiedSeconds } from "./reach.ts";
import { reviveResource } from "./revive.ts";
import { watchKey } from "./watch.ts";

export const cloudflare: Provider = {
  id: "cloudflare",
  title: "Cloudflare",
  compile: compilePolicy,
  describePayloads: ({ resources }) => describePayloads(resources),
  evaluate(resources) {
    const index = indexObjects(resources);
    return (question, isDown) =>
      answerCloudflare(
        index,
        question,
        (monitor, address) => !isDown({ key: watchKey(monitor.replace(/^ref:/u, ""), address), address }),
      );
  },
  distinctionsIn(resources) {
    const balancers = resources.flatMap(({ attributes }) => (isLoadBalancer(attributes) ? [attributes] : []));
    return {
      locations: [],
      networks: [],
      ranked: resources.flatMap(({ attributes }) => (isPool(attributes) ? (placeOf(attributes) ?? []) : [])),
      countries: groupCountries(balancers),
    };
  },
  indexReach,
  detectionsIn,
  reviveResource,
  writes: "in order",
  keptSeconds: ({ ttl }, { providers }) => (providers.cloudflare?.proxied ? proxiedSeconds : ttl),
  placingIn,
  probeSeconds,
  shortestInterval: 10,
  prices,
  sandboxPath: "/client/v4",
  endpointIn: (env) => env.CLOUDFLARE_BASE_URL ?? null,
  withoutIds(policy) {
    const { cloudflare: settings, ...others } = policy.providers;
    if (settings === undefined) return policy;
    return {
      ...policy,
      providers: { ...others, cloudflare: { ...settings, zoneId: null, accountId: null } },
    };
  },
  async connect(policy, options) {
    const { connectCloudflare } = await import("./connect.ts");
    return connectCloudflare(policy, options);
  },
};

function indexObjects(resources: readonly Resource[]): ObjectIndex {
  const balancers = new Map<string, LoadBalancer>();
  const pools = new Map<string, Pool>();
  const records = new Map<string, DnsRecord[]>();
  for (const { attributes } of resources) {
    if (isLoadBalancer(attributes)) balancers.set(attributes.name, attributes);
    else if (isPool(attributes)) pools.set(attributes.name, attributes);
    else if (isDnsRecord(attributes)) {
      records.set(attributes.name, [...(records.get(attributes.name) ?? []), attributes]);
    }
  }
  return {
    balancer: (name) => balancers.get(name) ?? null,
    pool: (ref) => pools.get(ref.replace(/^ref:/u, "")) ?? null,
    records: (name) => records.get(name) ?? [],
    placeOf,
  };
}

function placeOf({ place, latitude, longitude }: Pool): RankedPlace | null {
  if (place !== undefined) return readPlaceKey(place);
  return latitude === null || longitude === null
    ? null
    : { kind: "distance", at: { latitude, longitude }, bias: 0 };
}

/** What the load balancers do for each country: countries with one text can't be told apart. */
function groupCountries(balancers: readonly LoadBalancer[]): ReadonlyMap<string, string> {
  return new Map(
    ["", ...countryCodes].map((code) => [
      code,
      balancers
        .map(({ country_pools: lists, pool_sets: sets }) => {
          const list = Object.hasOwn(lists, code) ? lists[code] : [];
          const set = (sets ?? []).findIndex(
            ({ match }) => match.topology?.countries.includes(code) ?? false,
          );
          return `${(list ?? []).join(" ")} ${set}`;
        })
        .join(";"),
    ]),
  );
}

/** Every object with its reference, under Cloudflare's own field names. */
function describePayloads(resources: readonly Resource[]): JsonObject {
  const attributes = resources.map(({ key, attributes: own }) => ({ key, own }));
  return {
    loadBalancers: attributes.flatMap(({ own }) => (isLoadBalancer(own) ? [{ ref: own.name, ...own }] : [])),
    pools: attributes.flatMap(({ own }) => {
      if (!isPool(own)) return [];
      const { place: _, ...pool } = own;
      return [{ ref: own.name, ...pool }];
    }),
    monitors: attributes.flatMap(({ key, own }) =>
      isMonitor(own) ? [{ ref: key.replace(/^monitor /u, ""), ...own }] : [],
    ),
    dnsRecords: attributes.flatMap(({ own }) =>
      isDnsRecord(own) ? [{ ref: `${own.name}/${own.type}/${own.content}`, ...own }] : [],
    ),
  };
}
