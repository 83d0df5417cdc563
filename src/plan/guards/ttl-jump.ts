import { diagnose } from "../../diagnostic/diagnose.ts";
import { below } from "../../lint/below.ts";
import { longestTtl } from "../live-times.ts";
import { type Guard, severityUnder } from "./guard.ts";

/** A TTL that becomes many times as long or as short. */
export const ttlJump: Guard = ({ policy, names, worlds }) => {
  const limit = policy.guards["ttl-jump"];
  return names.flatMap(({ name, label, steered, before: live, origin }) => {
    if (steered === null) return [];
    const before = live?.ttl ?? null;
    const after = longestTtl(worlds, "desired", name, steered.record.types);
    if (before === null || after === null) return [];
    // A TTL of 0 is kept for the moment in which it is used; any factor of it would be endless.
    const [shorter, longer] = [before, after].map((ttl) => Math.max(1, ttl)).sort((one, two) => one - two);
    const value = (longer ?? 1) / (shorter ?? 1);
    if (value < limit) return [];
    return [
      {
        target: label,
        value: Math.round(value * 10) / 10,
        limit,
        tell: (permit) => {
          const args = { target: label, before, after, limit, permit };
          return diagnose("guard-ttl-jump", args, below(origin, "ttl"), severityUnder(permit));
        },
      },
    ];
  });
};
