/** What stands in an origin's address: an address of the endpoint, or a name that has all of them. */
import type { CloudflareSettings, RecordType } from "../../policy/policy.ts";
import { addressOf } from "../../steering/health.ts";
import type { SteeredEndpoint } from "../../steering/tree.ts";
import { helperName } from "./names.ts";

/** How the origins of a record's pools are reached. */
export interface Reach {
  /** What stands in an origin's address. */
  readonly addressOf: (endpoint: SteeredEndpoint) => string;
  /** The types that one address stands for. */
  readonly types: readonly RecordType[];
}

/**
 * Proxied, Cloudflare dials one address of an endpoint and answers both families itself. DNS-only, what is answered is
 * the origin's address, so that two families take a name that has both.
 */
export function reachOrigins(
  record: string,
  types: readonly RecordType[],
  settings: CloudflareSettings,
): Reach {
  const [first = "A", ...others] = types;
  if (settings.proxied || others.length === 0) {
    return { addressOf: (endpoint) => addressOf(endpoint, first) ?? "", types: [first] };
  }
  return { addressOf: (endpoint) => helperName(record, endpoint.name), types };
}
