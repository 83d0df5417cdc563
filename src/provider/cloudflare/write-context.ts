/** What writing needs to know, and how objects are addressed. */
import type { Change } from "../change.ts";
import type { Snapshot, Zone } from "../connection.ts";
import type { Compiled, JsonObject, Resource } from "../resource.ts";
import type { CloudflareApi, Collection, Scope } from "./client.ts";
import type { Mark } from "./marker.ts";
import { isMarkerFacts, type MarkerFacts, refOf } from "./resource.ts";

/** A change that makes something, or makes it another. */
export type Making = Exclude<Change, { readonly action: "delete" }>;

export interface WriteContext {
  readonly api: CloudflareApi;
  readonly zone: Zone;
  readonly scope: Scope;
  readonly policy: string;
  readonly compiled: Compiled;
  readonly snapshot: Snapshot;
  /** Ids by reference; grows as objects are made. */
  readonly ids: Map<string, string>;
  /** Objects as this run left them, by key: one may be changed twice. */
  readonly written: Map<string, JsonObject>;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export function collectionOf({ kind }: Resource): Collection {
  switch (kind) {
    case "monitor":
      return "monitors";
    case "pool":
      return "pools";
    case "load balancer":
      return "load_balancers";
    case "dns record":
      return "dns_records";
    default:
      throw new Error(`nothing at Cloudflare is a ${kind}`);
  }
}

/**
 * The marker of an object: its own reference, and on what answers for a name the digest of all that serves it. Null: it
 * is to have none, as what a rollback gives back to whoever made it.
 */
export function markOf(context: WriteContext, resource: Resource): Mark | null {
  const { zone } = context;
  const { attributes, owner, kind } = resource;
  const facts = factsOf(context, servedBy(context, resource));
  const policy = facts?.policy ?? context.policy;
  if (kind === "monitor") return { policy, zone: zone.name, ref: refOf(resource) };
  if (kind === "pool") return { policy, zone: zone.name, ref: owner ?? "" };
  if (facts === null) return null;
  const { digest, protect } = facts;
  const told = { digest, ...(protect === true ? { protect } : {}) };
  if (kind === "load balancer") return { policy, zone: zone.name, ...told };
  return attributes.name === owner ? { policy, ...told } : { policy };
}

/** A monitor serves the names whose pools it watches; everything else says itself which one. */
function servedBy({ compiled }: WriteContext, resource: Resource): Resource {
  if (resource.kind !== "monitor") return resource;
  return compiled.resources.find(({ dependsOn }) => dependsOn.includes(resource.key)) ?? resource;
}

/** What is to be said of the name that a resource serves. */
function factsOf({ compiled }: WriteContext, { owner }: Resource): MarkerFacts | null {
  const facts = compiled.resources.find((one) => one.kind === "marker" && one.owner === owner)?.attributes;
  return facts !== undefined && isMarkerFacts(facts) ? facts : null;
}
