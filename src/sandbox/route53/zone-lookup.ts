import { noSuchHostedZone } from "./api-error.ts";
import { bareId, type Call } from "./call.ts";
import type { Zone } from "./state.ts";

/**
 * The zone that a path segment names.
 * @throws ApiError NoSuchHostedZone.
 */
export function findZone(call: Call, segment: string): Zone {
  const id = bareId(call.path(segment));
  const zone = call.state.zones.get(id);
  if (zone === undefined) throw noSuchHostedZone(id);
  return zone;
}
