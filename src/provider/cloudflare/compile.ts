/** From a policy to the load balancers, pools, monitors and DNS records that hold it on Cloudflare. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy, RecordType } from "../../policy/policy.ts";
import { unitKeyOf } from "../../steering/health.ts";
import { normalize } from "../../steering/normalize.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Compiled, Resource } from "../resource.ts";
import { digestName } from "./digest-name.ts";
import { emitBalancer } from "./emit-balancer.ts";
import { emitHelperRecords, emitRecords } from "./emit-records.ts";
import { judgeQuotas, judgeRecord } from "./judge.ts";
import { layOut, poolsOf } from "./layout.ts";
import { configureMonitor, judgeMonitor } from "./monitor.ts";
import { nameMonitor } from "./names.ts";
import { nearestTo } from "./nearest.ts";
import { reachOrigins } from "./origin-address.ts";
import { describeMarker, describeMonitor } from "./resource.ts";
import { watchKey } from "./watch.ts";

/** Compiles records that were steered without errors. What Cloudflare can't hold is a diagnostic. */
export function compilePolicy(policy: Policy, records: readonly SteeredRecord[]): Compiled {
  const settings = policy.providers.cloudflare;
  if (settings === undefined) throw new Error("the policy doesn't go to Cloudflare");
  const diagnostics: Diagnostic[] = [];
  const resources: Resource[] = [];
  const units = new Map<string, Set<string>>();
  const skews = new Map<string, number>();
  const unrounded = new Map<string, Resource>();
  const answeredAs = new Map<string, RecordType>();
  const nearest = new Map<string, string>();
  const watched = new Set<string>();

  for (const steered of records) {
    const { record, tree } = steered;
    const normal = normalize(tree);
    const layout = layOut(normal, {
      poolSets: settings.poolSets,
      sharedLastResort: settings.lastResort === "shared",
    });
    if (layout.kind === "obstacle") {
      const { reason, origin } = layout.obstacle;
      diagnostics.push(diagnose(`cloudflare-${reason}`, { record: record.label }, origin));
      continue;
    }
    diagnostics.push(...judgeRecord(steered, layout, settings));
    const [family] = record.types;
    if (family !== undefined && settings.proxied) answeredAs.set(record.name, family);
    if (layout.kind === "records") {
      resources.push(...emitRecords(record, layout.members, settings));
      continue;
    }
    const reach = reachOrigins(record.name, record.types, settings);
    const emitted = emitBalancer({ policy, settings, record, layout, reach });
    resources.push(...emitted.resources);
    diagnostics.push(...emitted.diagnostics);
    skews.set(record.name, emitted.skew);
    for (const one of emitted.unrounded ?? []) unrounded.set(one.key, one);
    const near = nearestTo(normal);
    if (near !== null) nearest.set(record.name, near);
    if (reach.types.length > 1 && !settings.proxied) {
      resources.push(...emitHelperRecords(record, endpointsOf(tree)));
    }
    for (const pool of poolsOf(layout)) {
      if (pool.check === null) continue;
      watched.add(pool.check.name);
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
  const checks = [...policy.healthChecks.values()].filter(({ name }) => watched.has(name));
  diagnostics.push(...judgeQuotas(settings, resources));
  diagnostics.push(...checks.flatMap((check) => judgeMonitor(check, settings.plan)));
  const monitors = checks.map((check) =>
    describeMonitor(nameMonitor(policy, check.name), configureMonitor(check), check.origin),
  );
  const objects = [...monitors, ...resources];
  const markers = records.flatMap(({ record }) =>
    objects.some(({ owner }) => owner === record.name)
      ? [
          describeMarker(
            { owner: record.name, policy: policy.name, digest: digestName(record.name, objects) },
            record.origin,
          ),
        ]
      : [],
  );
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
