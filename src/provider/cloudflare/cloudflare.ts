/** Cloudflare, as a provider. */
import type { Provider } from "../provider.ts";
import type { JsonObject, Resource } from "../resource.ts";
import { describeAccess } from "./access.ts";
import { compilePolicy } from "./compile.ts";
import { distinctionsIn, evaluate } from "./evaluate.ts";
import { importObjects } from "./import.ts";
import { membersOf } from "./members.ts";
import { probeSeconds } from "./monitor.ts";
import { isDnsRecord, isLoadBalancer, isMonitor, isPool } from "./objects.ts";
import { placingIn } from "./placing.ts";
import { prices } from "./prices.ts";
import { detectionsIn, indexReach, proxiedSeconds } from "./reach.ts";
import { reviveResource } from "./revive.ts";
import { showsOf } from "./shows.ts";

export const cloudflare: Provider = {
  id: "cloudflare",
  title: "Cloudflare",
  compile: compilePolicy,
  describePayloads: ({ resources }) => describePayloads(resources),
  evaluate,
  distinctionsIn,
  indexReach,
  importNames: importObjects,
  membersOf,
  detectionsIn,
  reviveResource,
  writes: "in order",
  renames: "with its objects",
  keptSeconds: ({ ttl }, { providers }) => (providers.cloudflare?.proxied ? proxiedSeconds : ttl),
  shows: showsOf,
  placingIn,
  probeSeconds,
  shortestInterval: 10,
  prices,
  sandboxPath: "/client/v4",
  endpointIn: (env) => env.CLOUDFLARE_BASE_URL || null,
  withoutIds(policy) {
    const { cloudflare: settings, ...others } = policy.providers;
    if (settings === undefined) return policy;
    return {
      ...policy,
      providers: { ...others, cloudflare: { ...settings, zoneId: null, accountId: null } },
    };
  },
  async openReading(policy, options) {
    const { openCloudflare } = await import("./connect.ts");
    return openCloudflare(policy, options);
  },
  describeAccess,
  describeTrust: null,
  async examine(policy, options) {
    const { examineCloudflare } = await import("./examine.ts");
    return examineCloudflare(policy, options);
  },
  async connect(policy, options) {
    const { connectCloudflare } = await import("./connect.ts");
    return connectCloudflare(policy, options);
  },
};

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
