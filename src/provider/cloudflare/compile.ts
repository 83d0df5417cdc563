/** From a policy to the load balancers, pools, monitors and DNS records that hold it on Cloudflare. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { CloudflareSettings, Policy, RecordType } from "../../policy/policy.ts";
import { unitKeyOf } from "../../steering/health.ts";
import { normalize } from "../../steering/normalize.ts";
import type { NormalNode, SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Compiled, Resource } from "../resource.ts";
import { type Advise, adviseBy, silence } from "./advise.ts";
import { digestName } from "./digest-name.ts";
import { emitBalancer } from "./emit-balancer.ts";
import { emitHelperRecords, emitRecords } from "./emit-records.ts";
import { judgeBalancer, judgeQuotas, judgeRecord } from "./judge.ts";
import { layOut, poolsOf } from "./layout.ts";
import { configureMonitor, judgeMonitor } from "./monitor.ts";
import { nameMonitor } from "./names.ts";
import { findObstacles } from "./obstacles.ts";
import { reachOrigins } from "./origin-address.ts";
import type { PoolSpec } from "./pool-spec.ts";
import { describeMarker, describeMonitor } from "./resource.ts";
import { watchKey } from "./watch.ts";

/** Compiles records that were steered without errors. What Cloudflare can't hold is a diagnostic. */
export function compilePolicy(policy: Policy, records: readonly SteeredRecord[]): Compiled {
  return compileRecords(
    policy,
    records,
    adviseBy(policy, (tried, steered) => compileRecords(tried, [steered], silence)),
  );
}

function compileRecords(policy: Policy, records: readonly SteeredRecord[], advise: Advise): Compiled {
  const settings = policy.providers.cloudflare;
  if (settings === undefined) throw new Error("the policy doesn't go to Cloudflare");
  const diagnostics: Diagnostic[] = [];
  const resources: Resource[] = [];
  const units = new Map<string, Set<string>>();
  const skews = new Map<string, number>();
  const unrounded = new Map<string, Resource>();
  const answeredAs = new Map<string, RecordType>();
  const trees = new Map<string, { readonly steered: SteeredRecord; readonly normal: NormalNode }>();
  const pools: PoolSpec[] = [];

  for (const steered of records) {
    const { record, tree } = steered;
    const normal = normalize(tree);
    const refused = refuse(steered, normal, settings, advise);
    if (refused.length > 0) {
      diagnostics.push(...refused);
      continue;
    }
    const layout = layOut(normal, {
      poolSets: settings.poolSets,
      sharedLastResort: settings.lastResort === "shared",
    });
    diagnostics.push(...judgeRecord(steered, layout.kind, settings));
    const [family] = record.types;
    if (family !== undefined && settings.proxied) answeredAs.set(record.name, family);
    if (layout.kind === "records") {
      resources.push(...emitRecords(record, layout.members, settings));
      continue;
    }
    diagnostics.push(...judgeBalancer(record, layout, settings));
    const reach = reachOrigins(record.name, record.types, settings);
    const emitted = emitBalancer({ policy, settings, record, layout, reach });
    resources.push(...emitted.resources);
    const vanished = emitted.diagnostics.length > 0 ? advise(steered, normal).nearest : null;
    diagnostics.push(...emitted.diagnostics.map((one) => withNearest(one, vanished)));
    skews.set(record.name, emitted.skew);
    for (const one of emitted.unrounded ?? []) unrounded.set(one.key, one);
    trees.set(record.name, { steered, normal });
    if (reach.types.length > 1 && !settings.proxied) {
      resources.push(...emitHelperRecords(record, endpointsOf(tree)));
    }
    pools.push(...poolsOf(layout));
    for (const pool of poolsOf(layout)) {
      if (pool.check === null) continue;
      for (const { endpoint } of pool.members) {
        // Another check may find it alive when its own doesn't.
        if (endpoint.check !== pool.check) continue;
        const key = watchKey(nameMonitor(policy, pool.check.name), reach.addressOf(endpoint));
        const dying = units.get(key) ?? new Set();
        units.set(key, dying);
        for (const type of reach.types) {
          const unit = unitKeyOf(endpoint, type);
          if (unit !== null) dying.add(unit);
        }
      }
    }
  }
  const watched = new Set(pools.map(({ check }) => check?.name));
  const checks = [...policy.healthChecks.values()].filter(({ name }) => watched.has(name));
  diagnostics.push(
    ...judgeQuotas(settings, resources, pools.filter(({ isLastResort }) => isLastResort).length),
  );
  diagnostics.push(...checks.flatMap((check) => judgeMonitor(check, settings.plan)));
  const monitors = checks.map((check) =>
    describeMonitor(nameMonitor(policy, check.name), configureMonitor(check), check.origin),
  );
  const objects = [...monitors, ...resources];
  const markers = records.flatMap(({ record }) =>
    objects.some(({ owner }) => owner === record.name)
      ? [
          describeMarker(
            {
              owner: record.name,
              policy: policy.name,
              digest: digestName(record.name, objects),
              ...(record.protect ? { protect: true } : {}),
            },
            record.origin,
          ),
        ]
      : [],
  );
  const nearest = (name: string) => {
    const held = trees.get(name);
    return held === undefined ? null : advise(held.steered, held.normal).nearest;
  };
  const dying = new Map([...units].map(([key, set]) => [key, [...set]]));
  return {
    resources: [...objects, ...markers],
    units: dying,
    unrounded,
    skews,
    answeredAs,
    nearest,
    diagnostics,
  };
}

/** Every obstacle of a record, and what else is wrong with it; nothing where there is no obstacle. */
function refuse(
  steered: SteeredRecord,
  normal: NormalNode,
  settings: CloudflareSettings,
  advise: Advise,
): readonly Diagnostic[] {
  const obstacles = findObstacles(normal, settings);
  if (obstacles.length === 0) return [];
  const advice = advise(steered, normal);
  const record = steered.record.label;
  return [
    ...obstacles.map(({ reason, origin, checks }, position) => {
      // One tree does without all of them; said once, it is found again.
      const own = position === 0 ? advice : { ...advice, nearest: null };
      return diagnose(`cloudflare-${reason}`, { record, checks, ...own }, origin);
    }),
    ...judgeRecord(steered, "balancer", settings),
  ];
}

function withNearest(one: Diagnostic, nearest: string | null): Diagnostic {
  return one.code === "cloudflare-weight-vanished" ? { ...one, args: { ...one.args, nearest } } : one;
}
