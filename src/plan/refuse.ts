/** What must not be touched: names that are somebody else's, and a file that is not the one it seems to be. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy } from "../policy/policy.ts";
import type { LiveName, Snapshot } from "../provider/connection.ts";

/**
 * The reasons for which these changes may not be applied. The plan is shown all the same.
 *
 * @param restored - names that are wanted as they once were, whatever the policy says
 */
export function refuseForeign(
  policy: Policy,
  wanted: ReadonlyMap<string, Origin>,
  snapshot: Snapshot,
  restored: readonly LiveName[] = [],
): readonly Diagnostic[] {
  const all = new Map([...wanted, ...restored.map(({ name }) => [name, policy.origin] as const)]);
  return [
    ...refuseNames(policy, all, snapshot),
    ...refuseStranger(policy, wanted, snapshot),
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
    if (live.markerFormat !== null && live.policy === policy.name) {
      const args = { name: live.name, format: live.markerFormat };
      return [diagnose("marker-later", args, origin ?? policy.origin)];
    }
    if (origin === undefined) return [];
    if (live.policy !== null && live.policy !== policy.name) {
      return [diagnose("name-of-other-policy", { name: live.name, policy: live.policy }, origin)];
    }
    const foreign = snapshot.foreign.filter((resource) => resource.owner === live.name);
    // On a name of ours another tool's mark is no news; what stands where we want to be still is in the way.
    const tool = live.policy === policy.name ? null : live.otherOwner;
    if (foreign.length === 0 && tool === null) return [];
    const sets = foreign.map((resource) => resource.title.join(" "));
    return [diagnose("name-unmanaged", { name: live.name, sets, tool }, origin)];
  });
}

/** A file that has none of the names of its policy is most likely another policy's. */
function refuseStranger(
  policy: Policy,
  wanted: ReadonlyMap<string, Origin>,
  snapshot: Snapshot,
): readonly Diagnostic[] {
  const ours = snapshot.names.filter((live) => live.policy === policy.name).map((live) => live.name);
  if (wanted.size === 0 || ours.length === 0 || ours.some((name) => wanted.has(name))) return [];
  return [diagnose("stranger", { policy: policy.name, names: ours }, { ...policy.origin, pointer: "/name" })];
}
