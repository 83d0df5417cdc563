/** What must not be touched: names that are somebody else's. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy } from "../policy/policy.ts";
import type { Snapshot } from "../provider/connection.ts";
import { isOwn } from "../provider/own-names.ts";
import type { TrafficTable } from "./traffic.ts";

/**
 * The reasons for which these changes may not be applied. The plan is shown all the same.
 *
 * @param isPlanned - whether a name is part of this plan
 */
export function refuseForeign(
  policy: Policy,
  wanted: ReadonlyMap<string, Origin>,
  snapshot: Snapshot,
  isPlanned: (name: string) => boolean,
): readonly Diagnostic[] {
  return [
    ...refuseNames(policy, wanted, {
      ...snapshot,
      names: snapshot.names.filter(({ name }) => isPlanned(name)),
    }),
    ...snapshot.refusals,
  ];
}

function refuseNames(
  policy: Policy,
  wanted: ReadonlyMap<string, Origin>,
  snapshot: Snapshot,
): readonly Diagnostic[] {
  return snapshot.names.flatMap((live): readonly Diagnostic[] => {
    const origin = wanted.get(live.name);
    // Whether it is to change or to go: what else such a marker says is not known.
    if (live.markerFormat !== null && isOwn(policy, live.policy)) {
      const args = { name: live.name, format: live.markerFormat };
      return [diagnose("marker-later", args, origin ?? policy.origin)];
    }
    if (origin === undefined) return [];
    if (live.policy !== null && !isOwn(policy, live.policy)) {
      return [diagnose("name-of-other-policy", { name: live.name, policy: live.policy }, origin)];
    }
    const foreign = snapshot.foreign.filter((resource) => resource.owner === live.name);
    // On a name of ours another tool's mark is no news; what stands where we want to be still is in the way.
    const tool = live.policy === null ? live.otherOwner : null;
    if (foreign.length === 0 && tool === null) return [];
    const sets = foreign.map((resource) => resource.title.join(" "));
    return [diagnose("name-unmanaged", { name: live.name, sets, tool }, origin)];
  });
}

/** What of a planned name an adoption is judged by. */
interface AdoptedName {
  readonly name: string;
  readonly traffic: readonly TrafficTable[];
}

/** Taking over is no time to change answers: whoever adopts a name shall see that nothing moves. */
export function refuseMovingAdoption(
  names: readonly AdoptedName[],
  wanted: ReadonlyMap<string, Origin>,
): readonly Diagnostic[] {
  return names.flatMap(({ name, traffic }) => {
    const rows = traffic.flatMap((table) => table.rows);
    const moving = rows.filter(({ moved, now }) => moved !== 0 || now === null);
    if (moving.length === 0) return [];
    const clients = [...new Set(moving.flatMap((row) => row.clients))];
    return [diagnose("adoption-moves", { name, clients }, wanted.get(name) ?? null)];
  });
}
