/** Cloudflare's answers over resources, for proofs and plans. */
import type { Distinctions } from "../../steering/clients.ts";
import { countryCodes } from "../../steering/geography.ts";
import { type RankedPlace, readPlaceKey } from "../../steering/ranking.ts";
import type { Evaluator } from "../provider.ts";
import type { Resource } from "../resource.ts";
import { answerCloudflare, type ObjectIndex } from "./answer.ts";
import {
  type DnsRecord,
  isDnsRecord,
  isLoadBalancer,
  isPool,
  type LoadBalancer,
  nameIn,
  type Pool,
} from "./objects.ts";
import { watchKey } from "./watch.ts";

/** Answers as Cloudflare would, from these resources alone. */
export function evaluate(resources: readonly Resource[]): Evaluator {
  const index = indexObjects(resources);
  return (question, isDown) =>
    answerCloudflare(
      index,
      question,
      (monitor, address) => !isDown({ key: watchKey(nameIn(monitor), address), address }),
    );
}

/** Whom these resources tell apart. */
export function distinctionsIn(resources: readonly Resource[]): Distinctions {
  const balancers = resources.flatMap(({ attributes }) => (isLoadBalancer(attributes) ? [attributes] : []));
  return {
    locations: [],
    networks: [],
    ranked: resources.flatMap(({ attributes }) => (isPool(attributes) ? (placeOf(attributes) ?? []) : [])),
    countries: groupCountries(balancers),
  };
}

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
    pool: (ref) => pools.get(nameIn(ref)) ?? null,
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
