/** For how long clients keep what a provider chose for them: the times of a failover are made of it. */
import type { Policy } from "../policy/policy.ts";
import type { Provider } from "../provider/provider.ts";
import type { SteeredRecord } from "../steering/tree.ts";

/** The record with the time in the place of its TTL; the same record where it is the TTL. */
export function keepAsAt(
  provider: Pick<Provider, "keptSeconds">,
  policy: Pick<Policy, "providers">,
  steered: SteeredRecord,
): SteeredRecord {
  const ttl = provider.keptSeconds(steered.record, policy);
  return ttl === steered.record.ttl ? steered : { ...steered, record: { ...steered.record, ttl } };
}
