/** From what was written down of a resource to the resource: a journal may come from anywhere. */
import type { Resource, WrittenResource } from "../resource.ts";
import { canonicalLoadBalancer, canonicalMonitor, canonicalPool, canonicalRecord } from "./canonical.ts";
import {
  describeDnsRecord,
  describeLoadBalancer,
  describeMarker,
  describeMonitor,
  describePool,
  isMarkerFacts,
} from "./resource.ts";

/** Null when it is nothing that Cloudflare has. Whether it is in canonical form is for the caller to compare. */
export function reviveResource({ kind, key, owner, attributes }: WrittenResource): Resource | null {
  const asWritten = (ref: string) => ref;
  switch (kind) {
    case "monitor":
      return describeMonitor(key.replace(/^monitor /u, ""), canonicalMonitor(attributes), null);
    case "pool": {
      const { place } = attributes;
      const pool = canonicalPool(attributes, asWritten);
      return describePool(typeof place === "string" ? { ...pool, place } : pool, owner, null);
    }
    case "load balancer":
      return describeLoadBalancer(canonicalLoadBalancer(attributes, asWritten), null);
    case "dns record":
      return owner === null ? null : describeDnsRecord(canonicalRecord(attributes), owner, null);
    case "marker": {
      if (!isMarkerFacts(attributes)) return null;
      const { owner: name, policy, digest, protect } = attributes;
      const isText = [name, policy, digest].every((value: unknown) => typeof value === "string");
      return isText
        ? describeMarker({ owner: name, policy, digest, ...(protect === true && { protect }) }, null)
        : null;
    }
    default:
      return null;
  }
}
