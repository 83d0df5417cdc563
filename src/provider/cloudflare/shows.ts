/** What Cloudflare's name servers let be seen of a choice. */
import type { Policy } from "../../policy/policy.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import type { Shown } from "../provider.ts";

/** Seconds, of a proxied name (Cloudflare Docs, DNS, "Time to Live"). */
const automaticTtl = 300;

export function showsOf(
  { record, tree }: SteeredRecord,
  { providers: { cloudflare } }: Pick<Policy, "providers">,
): Shown {
  if (cloudflare?.proxied === true) return { choice: "behind the answer", ttl: automaticTtl };
  // A load balancer answers the addresses of its host names, a record the name itself (Load Balancing, "DNS records").
  if (record.types.includes("CNAME") && tree.kind !== "endpoint")
    return { choice: "behind the answer", ttl: record.ttl };
  return { choice: "in the answer", ttl: record.ttl };
}
