/** When endpoints die and come back, and when their checks notice. */
import type { EndpointName, RecordType } from "../policy/policy.ts";
import { unitKeyOf } from "../steering/health.ts";
import type { SteeredEndpoint } from "../steering/tree.ts";

/** Something that happens to endpoints. */
export interface Outage {
  /** Seconds. */
  readonly at: number;
  readonly turn: "down" | "up";
  /** What shares an address and a check with one of them goes along. */
  readonly endpoints: readonly EndpointName[];
}

/** Since when so many endpoints are dead, or are taken for dead. */
export interface Since {
  readonly at: number;
  readonly endpoints: ReadonlySet<EndpointName>;
}

/** A check that changes its mind. */
export interface Noticed {
  readonly at: number;
  readonly turn: "down" | "up";
  readonly endpoints: readonly EndpointName[];
  /** What it took: so many probes, each so many seconds after the other. */
  readonly threshold: number;
  readonly interval: number;
}

export interface Detection {
  /** In order; the first has been so all along. */
  readonly dead: readonly Since[];
  /** In order; the first has been so all along. */
  readonly seen: readonly Since[];
  readonly noticed: readonly Noticed[];
  /** What died and has no check to notice it. */
  readonly unnoticed: readonly EndpointName[];
}

/** Endpoints that live and die together, and the check that watches them. */
interface Unit {
  readonly endpoints: readonly EndpointName[];
  readonly check: SteeredEndpoint["check"];
}

/**
 * Follows health over time. A check notices a death after its unhealthy threshold of intervals, and a return after its
 * healthy threshold; what turns back before that is never noticed.
 *
 * @param outages - in order of time
 * @param before - endpoints that have been dead all along, and are known to be
 */
export function detect(
  outages: readonly Outage[],
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
  before: ReadonlySet<string>,
): Detection {
  const units = unite(endpoints, type);
  const followed = units.map((unit) => followUnit(unit, outages, before));
  const turns = followed.flatMap((one) => one.turns);
  const noticed = followed.flatMap((one) => one.noticed).sort((one, other) => one.at - other.at);
  const start = units.filter((unit) => isAmong(unit, before)).flatMap((unit) => unit.endpoints);
  return {
    dead: accumulate(start, turns),
    seen: accumulate(start, noticed),
    noticed,
    unnoticed: followed.flatMap(({ unit, turns: own }) =>
      unit.check === null && own.length > 0 ? unit.endpoints : [],
    ),
  };
}

type Turn = Pick<Outage, "at" | "turn" | "endpoints">;

function followUnit(unit: Unit, outages: readonly Outage[], before: ReadonlySet<string>) {
  const turns: readonly Turn[] = outages
    .filter((outage) => isAmong(unit, new Set<string>(outage.endpoints)))
    .map(({ at, turn }) => ({ at, turn, endpoints: unit.endpoints }));
  const noticed: Noticed[] = [];
  let known = isAmong(unit, before) ? "down" : "up";
  for (const [position, { at, turn, endpoints }] of turns.entries()) {
    if (unit.check === null || turn === known) continue;
    const { unhealthyThreshold, healthyThreshold, interval } = unit.check;
    const threshold = turn === "down" ? unhealthyThreshold : healthyThreshold;
    const when = at + threshold * interval;
    const next = turns[position + 1];
    if (next !== undefined && next.at < when) continue;
    noticed.push({ at: when, turn, endpoints, threshold, interval });
    known = turn;
  }
  return { unit, turns, noticed };
}

function unite(endpoints: readonly SteeredEndpoint[], type: RecordType): readonly Unit[] {
  const units = new Map<string, Unit>();
  for (const endpoint of endpoints) {
    const key = unitKeyOf(endpoint, type) ?? endpoint.name;
    const known = units.get(key)?.endpoints ?? [];
    units.set(key, { endpoints: [...known, endpoint.name], check: endpoint.check });
  }
  return [...units.values()];
}

function isAmong(unit: Unit, names: ReadonlySet<string>): boolean {
  return unit.endpoints.some((name) => names.has(name));
}

/** What holds from each time on, one entry for each time at which something turns. */
function accumulate(start: readonly EndpointName[], turns: readonly Turn[]): readonly Since[] {
  const down = new Set(start);
  const steps: Since[] = [{ at: Number.NEGATIVE_INFINITY, endpoints: new Set(down) }];
  for (const { at, turn, endpoints } of [...turns].sort((one, other) => one.at - other.at)) {
    for (const name of endpoints) {
      if (turn === "down") down.add(name);
      else down.delete(name);
    }
    if (steps.at(-1)?.at === at) steps.pop();
    steps.push({ at, endpoints: new Set(down) });
  }
  return steps;
}
