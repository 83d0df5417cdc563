import { diagnose } from "../../diagnostic/diagnose.ts";
import { failsOver } from "../watched.ts";
import { type Guard, severityUnder } from "./guard.ts";

/** A failover that takes much longer than now, or is gone. */
export const failoverSlower: Guard = ({ policy, names, worlds }) => {
  const limit = policy.guards["failover-slower"];
  return names.flatMap(({ name, label, steered, before: live, failover, origin }) => {
    const before = live?.failover?.worstWithProbe;
    if (steered === null || before === undefined) return [];
    const { types } = steered.record;
    const still = failover !== null && failsOver(worlds.desired, worlds.provider, name, types);
    const after = still ? failover.worstWithProbe : null;
    if (after !== null && after <= before * limit) return [];
    // A check may well watch a name that has no second choice.
    if (!failsOver(worlds.live, worlds.provider, name, types)) return [];
    return [
      {
        target: label,
        value: after === null ? null : Math.round((after / before) * 10) / 10,
        limit,
        tell: (permit) => {
          const args = { target: label, before, after, limit, permit };
          return diagnose("guard-failover-slower", args, origin, severityUnder(permit));
        },
      },
    ];
  });
};
