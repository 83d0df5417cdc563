/** How long clients keep the answers of a name, and how long its failover takes, by its resources alone. */
import type { RecordType } from "../policy/policy.ts";
import type { FailoverTime } from "../proof/failover-time.ts";
import type { Provider } from "../provider/provider.ts";
import { joinDistinctions } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { resolveName } from "./resolve-name.ts";
import { failsOver } from "./watched.ts";
import type { World, Worlds } from "./worlds.ts";

/** How a name stands before a plan, whoever made it. */
export interface LiveTimes {
  /** Seconds for which clients keep an answer, the longest; null when there is none, or it isn't told. */
  readonly ttl: number | null;
  /** The slowest failover, null when nothing that is checked has a second choice, or its time isn't known. */
  readonly failover: FailoverTime | null;
}

/** The times of a name as it is live, or as it would be. */
export function timeName(
  worlds: Worlds,
  at: "live" | "desired",
  name: string,
  types: readonly RecordType[],
): LiveTimes {
  return {
    ttl: longestTtl(worlds, at, name, types),
    // A check may well watch a name that has nothing to fail over to.
    failover: failsOver(worlds[at], worlds.provider, name, types)
      ? slowestFailover(worlds[at], worlds.provider, name)
      : null,
  };
}

/** Seconds for which some client keeps an answer, the longest; null when there is none, or it isn't told. */
export function longestTtl(
  worlds: Worlds,
  at: "live" | "desired",
  name: string,
  types: readonly RecordType[],
): number | null {
  const { live, desired, provider } = worlds;
  const distinctions = joinDistinctions(
    provider.distinctionsIn(desired.reach(name)),
    provider.distinctionsIn(live.reach(name)),
  );
  const { classes } = classesToShow(distinctions);
  const ttls = types.flatMap((type) =>
    classes.flatMap(
      ({ client }) => resolveName(worlds[at].answer, { name, type, client }, () => false) ?? [],
    ),
  );
  const known = ttls.flatMap(({ ttl }) => ttl ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

function slowestFailover({ reach }: World, provider: Provider, name: string): FailoverTime | null {
  const times = (provider.detectionsIn(reach(name)) ?? []).map((found): FailoverTime => {
    const detection = found.threshold * found.interval;
    return {
      ...found,
      worst: detection + found.ttl,
      typical: detection + found.ttl / 2,
      worstWithProbe: detection + found.ttl + found.probe,
    };
  });
  const [slowest] = times.sort((one, other) => other.worstWithProbe - one.worstWithProbe);
  return slowest ?? null;
}
