/** What can be added by hand to an object that is ours. */
import type { Resource } from "../resource.ts";
import { isLoadBalancer, isPool, nameIn, refTo } from "./objects.ts";
import { poolsNamedIn } from "./resource.ts";

/**
 * Origins of pools, and what a load balancer refers to that isn't ours. Records are none: one without our mark is never
 * ours. Nor is what is in a pool that nothing refers to any more: it gets no clients.
 */
export function membersOf({ attributes }: Resource, own: readonly Resource[]): readonly string[] {
  if (isPool(attributes)) {
    const { name: pool, origins } = attributes;
    const used = new Set(
      own.flatMap((one) => (isLoadBalancer(one.attributes) ? poolsNamedIn(one.attributes) : [])),
    );
    return used.has(refTo(pool)) ? origins.map(({ name }) => `origin ${name} in pool ${pool}`) : [];
  }
  if (!isLoadBalancer(attributes)) return [];
  const pools = new Set(own.flatMap((one) => (isPool(one.attributes) ? [refTo(one.attributes.name)] : [])));
  const added = [
    ...poolsNamedIn(attributes).flatMap((ref) => (pools.has(ref) ? [] : [`pool ${nameIn(ref)}`])),
    ...attributes.rules.map(({ name }, position) => `rule ${String(name ?? position + 1)}`),
    ...(attributes.pool_sets ?? []).map(({ name }) => `pool set ${name}`),
  ];
  return added.map((member) => `${member} in load balancer ${attributes.name}`);
}
