/** Names whose markers say that they must not lose their answers. No allowance lifts that: the marker does. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { LiveName } from "../provider/connection.ts";
import { isOwn } from "../provider/own-names.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { labelOf } from "./guarded.ts";
import { findLostFamilies } from "./lost-families.ts";
import type { Worlds } from "./worlds.ts";

/**
 * Protection speaks by what is live, not by the file: a block that is deleted, or a file, can't lift it. What it forbids
 * is that the name goes, or that anybody who gets an address of a family now would get none of it.
 *
 * @param kept - names that stay, whether or not a record says what is meant
 */
export function refuseProtected(
  policy: Policy,
  records: readonly SteeredRecord[],
  worlds: Worlds,
  names: readonly LiveName[],
  kept: ReadonlySet<string>,
): readonly Diagnostic[] {
  const steered = new Map<string, SteeredRecord>(records.map((one) => [one.record.name, one]));
  return names.flatMap((live): readonly Diagnostic[] => {
    if (!live.isProtected || !isOwn(policy, live.policy)) return [];
    const wanted = steered.get(live.name);
    const place = { ...policy.origin, pointer: "/records", on: "key" } as const;
    if (!kept.has(live.name)) {
      return [diagnose("name-protected", { target: labelOf(policy, live.name), lost: null }, place)];
    }
    const lost = findLostFamilies(worlds, live.name, wanted?.tree ?? null);
    const target = labelOf(policy, live.name);
    return lost.length === 0
      ? []
      : [diagnose("name-protected", { target, lost }, wanted?.record.origin ?? place)];
  });
}
