/** What policies of one run can't share. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy } from "../policy/policy.ts";
import type { Checked } from "./check.ts";

/**
 * Policies with one name in one zone, and names of a zone that two policies claim: each would undo what the other
 * does. Told at the second of them.
 */
export function findClashes(checked: readonly Checked[]): readonly Diagnostic[] {
  return [...findNamesakes(checked), ...findClaims(checked)];
}

function findNamesakes(checked: readonly Checked[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return checked.flatMap(({ policy, file }) => {
    if (policy === null) return [];
    const key = `${policy.name} ${policy.zone}`;
    const path = seen.get(key);
    if (path === undefined) {
      seen.set(key, file.path);
      return [];
    }
    const place = { ...policy.origin, pointer: "/name" };
    return [diagnose("policy-named-twice", { name: policy.name, zone: policy.zone, path }, place)];
  });
}

interface Claim {
  readonly checked: Checked;
  readonly policy: Policy;
  readonly origin: Origin;
}

function findClaims(checked: readonly Checked[]): readonly Diagnostic[] {
  const claims = new Map<string, Claim[]>();
  return checked.flatMap((one) => {
    const { policy } = one;
    if (policy === null) return [];
    return policy.records.flatMap(({ name, origin }): readonly Diagnostic[] => {
      const earlier = claims.get(name) ?? [];
      // Two policies of one name were told so; and a name that a policy has twice is its own mistake.
      const first = earlier.find(
        (other) =>
          other.checked !== one && other.policy.name !== policy.name && mayMeet(other.policy, policy),
      );
      if (first === undefined) {
        claims.set(name, [...earlier, { checked: one, policy, origin }]);
        return [];
      }
      const line = first.checked.files[0]?.document?.locate(first.origin).start.line ?? 1;
      const args = { name, policy: first.policy.name, file: first.origin.file, line };
      return [diagnose("record-claimed-twice", args, origin)];
    });
  });
}

/** Zones of one name can lie side by side, as a public and a private one do; their ids tell them apart. */
function mayMeet(one: Policy, other: Policy): boolean {
  const [id, otherId] = [one.providers.route53?.hostedZoneId, other.providers.route53?.hostedZoneId];
  if (id === undefined || otherId === undefined) return id === otherId;
  return id === null || otherId === null || id === otherId;
}
