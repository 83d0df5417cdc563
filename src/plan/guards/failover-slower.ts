import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Guard, severityUnder } from "./guard.ts";

/** A failover that takes much longer than now, or is gone. */
export const failoverSlower: Guard = ({ policy, names }) => {
  const limit = policy.guards["failover-slower"];
  return names.flatMap(({ label, steered, before: live, failover, origin }) => {
    const before = live?.failover?.worstWithProbe;
    if (steered === null || before === undefined) return [];
    const after = failover?.worstWithProbe ?? null;
    if (after !== null && after <= before * limit) return [];
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
