/** The settings of each provider, with their defaults filled in. */
import type { CloudflarePlan, CloudflareSettings, ProviderSettings } from "./policy.ts";
import { originOf, readItems, readKey, readText, type Written } from "./written.ts";

export function resolveProviders(section: Written | null): ProviderSettings {
  const route53 = section === null ? null : readKey(section, "route53");
  const cloudflare = section === null ? null : readKey(section, "cloudflare");
  return {
    ...(route53 === null
      ? {}
      : {
          route53: {
            hostedZoneId: readText(readKey(route53, "hostedZoneId")),
            origin: originOf(route53, "key"),
          },
        }),
    ...(cloudflare === null ? {} : { cloudflare: resolveCloudflare(cloudflare) }),
  };
}

/** By the client subnet, else the resolver: Cloudflare's own default is the data centre that answers. */
const usualStrategy = { mode: "resolver_ip", prefer_ecs: "geo" } as const;

function resolveCloudflare(written: Written): CloudflareSettings {
  const strategy = readKey(written, "locationStrategy");
  const regions = readKey(written, "checkRegions");
  const plan = readText(readKey(written, "plan"));
  return {
    zoneId: readText(readKey(written, "zoneId")),
    accountId: readText(readKey(written, "accountId")),
    proxied: readKey(written, "proxied")?.value === true,
    plan: plan !== null && isPlan(plan) ? plan : null,
    poolSets: readKey(written, "poolSets")?.value === true,
    dualStack: readText(readKey(written, "dualStack")) === "hostname" ? "hostname" : null,
    locationStrategy:
      strategy === null
        ? usualStrategy
        : {
            mode: readText(readKey(strategy, "mode")) ?? usualStrategy.mode,
            prefer_ecs: readText(readKey(strategy, "preferEcs")) ?? usualStrategy.prefer_ecs,
          },
    checkRegions:
      regions === null
        ? null
        : readItems(regions)
            .flatMap((item) => readText(item) ?? [])
            .sort(),
    lastResort: readText(readKey(written, "lastResort")) === "shared" ? "shared" : "own",
    origin: originOf(written, "key"),
  };
}

const plans: readonly CloudflarePlan[] = ["free", "pro", "business", "enterprise"];

function isPlan(text: string): text is CloudflarePlan {
  return plans.some((plan) => plan === text);
}
