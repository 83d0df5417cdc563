/** Plain DNS records: names that steer nothing, and the two addresses of an endpoint under one name. */
import type { CloudflareSettings, PolicyRecord } from "../../policy/policy.ts";
import { addressOf } from "../../steering/health.ts";
import type { SteeredEndpoint } from "../../steering/tree.ts";
import type { Resource } from "../resource.ts";
import { helperName } from "./names.ts";
import type { Member } from "./pool-spec.ts";
import { describeDnsRecord } from "./resource.ts";

/** Cloudflare's own choice; all that a proxied record can have. */
const automaticTtl = 1;

export function emitRecords(
  record: PolicyRecord,
  members: readonly Member[],
  { proxied }: CloudflareSettings,
): readonly Resource[] {
  const ttl = proxied ? automaticTtl : record.ttl;
  const emitted = record.types.flatMap((type) =>
    members.flatMap(({ endpoint }) => {
      const content = addressOf(endpoint, type);
      if (content === null) return [];
      const one = { name: record.name, type, content, ttl, proxied };
      return [describeDnsRecord(one, record.name, endpoint.origin)];
    }),
  );
  // Endpoints with one address are one record: Cloudflare refuses an identical one (81058).
  return [...new Map(emitted.map((one) => [one.key, one])).values()];
}

/** A and AAAA of each endpoint, for origins that answer both families. */
export function emitHelperRecords(
  record: PolicyRecord,
  endpoints: readonly SteeredEndpoint[],
): readonly Resource[] {
  return endpoints.flatMap((endpoint) =>
    record.types.flatMap((type) => {
      const content = addressOf(endpoint, type);
      const name = helperName(record.name, endpoint.name);
      if (content === null) return [];
      const one = { name, type, content, ttl: record.ttl, proxied: false };
      return [describeDnsRecord(one, record.name, endpoint.origin)];
    }),
  );
}
