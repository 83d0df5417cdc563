/** What was found, as diagnostics at the record of the policy. */
import { diagnose as say } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin } from "../policy/policy.ts";
import { addressText, nameAnswer, nameExpected, nameServer } from "./answers.ts";
import type { Difference, Verdict } from "./cell.ts";
import type { VerifiedName } from "./result.ts";
import type { DnsServer } from "./server.ts";

/** Seconds that servers may take to have what was applied (Route 53 Developer Guide, GetChange: "within 60 seconds"), and the minute to which that is known. */
const spreading = 120;

/** @param now - milliseconds since 1970 */
export function diagnoseName(
  found: VerifiedName,
  origin: Origin,
  limit: number,
  now: number,
): readonly Diagnostic[] {
  const { name, state, appliedAt, unasked, verdicts } = found;
  if (state === "pending" || state === "not applied") return [say("name-not-live", { name, state }, origin)];
  const age = appliedAt === null ? null : Math.max(0, Math.round((now - appliedAt) / 1000));
  const excuse = {
    appliedAgo: age !== null && age < spreading ? age : null,
    isChanged: state === "changed by hand",
  };
  const without = (reason: (typeof unasked)[number]["reason"]) => {
    const clients = unasked.flatMap((one) => (one.reason === reason ? [one.name] : []));
    const isPlaceless = reason === "place of network unknown";
    return clients.length === 0 ? [] : [say("clients-not-asked", { name, clients, isPlaceless }, origin)];
  };
  return [
    ...verdicts.flatMap((verdict) =>
      verdict.differences.map((difference) => diagnoseDifference(verdict, difference, origin, limit, excuse)),
    ),
    ...without("no network known"),
    ...without("place of network unknown"),
  ];
}

function diagnoseDifference(
  { observed: { cell, total } }: Verdict,
  difference: Difference,
  origin: Origin,
  limit: number,
  excuse: { readonly appliedAgo: number | null; readonly isChanged: boolean },
): Diagnostic {
  const asked = { name: cell.asked, type: cell.type, client: addressText(cell) };
  switch (difference.kind) {
    case "unexpected": {
      const { count, servers } = difference.came;
      const [came, expected] = [nameAnswer(difference.came), nameExpected(cell)];
      return say("answer-unexpected", { ...asked, ...excuse, came, expected, count, total, servers }, origin);
    }
    case "share": {
      const { expected, count, p } = difference;
      const answer = difference.endpoints.join(" and ");
      return say("answer-share", { ...asked, ...excuse, answer, expected, count, total, p, limit }, origin);
    }
    case "ttl": {
      const came = [...difference.came.keys()].sort((one, other) => one - other);
      return say("answer-ttl", { ...asked, ...excuse, expected: difference.expected, came }, origin);
    }
    case "not authoritative":
      return say("answer-not-authoritative", { ...asked, servers: difference.servers }, origin);
    case "no tcp":
      return say("answer-without-tcp", { ...asked, servers: difference.servers }, origin);
  }
}

/** That others of the zone did answer. */
export function diagnoseSilent(zone: string, silent: readonly DnsServer[]): readonly Diagnostic[] {
  return silent.length === 0 ? [] : [say("server-silent", { zone, servers: silent.map(nameServer) }, null)];
}

/** That none of the zone's servers answers. */
export function diagnoseUnreachable(zone: string, servers: readonly DnsServer[]): Diagnostic {
  return say("servers-unreachable", { zone, servers: servers.map(nameServer) }, null);
}
