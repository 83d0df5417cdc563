import { entry } from "./entry.ts";

/** A member of a group, as far as it can be named. */
export interface NamedMember {
  readonly kind: string;
  /** Of the endpoint or the part; null for a group that has no name. */
  readonly name: string | null;
}

/** What lint rules say. The code is the rule's id. */
export const lintEntries = {
  "failover-unchecked": entry<{ readonly member: NamedMember }>({
    severity: "warning",
    title: "A failover member that is never left",
    message: ({ member }) =>
      `${nameMember(member)} has no health check, so it never counts as down and the members after it are never answered`,
    hint: () => "give its endpoint a healthCheck",
    explain: `Only an endpoint with a health check is noticed to be down. A failover member without one counts as
healthy always, so the members behind it stand by in vain. The last member needs no check.

    endpoints:
      web-a: { ipv4: 203.0.113.10, healthCheck: web }
      web-b: { ipv4: 203.0.113.11 }
    records:
      www: { ttl: 30s, to: { failover: [web-a, web-b] } }`,
  }),
  "failover-unreachable": entry<{ readonly member: NamedMember; readonly blocker: NamedMember }>({
    severity: "warning",
    title: "A failover member that is never reached",
    message: ({ member, blocker }) =>
      `${nameMember(member)} is never answered: ${nameMember(blocker)} before it always counts as healthy`,
    hint: () => "remove it, or give every endpoint before it a healthCheck",
    explain: `Failover takes the first healthy member. What stands behind a member that always counts as healthy,
such as a branch that stays, is never answered.`,
  }),
} as const;

function nameMember({ kind, name }: NamedMember): string {
  if (name === null) return kind === "stay" ? "a branch that stays" : `the ${kind} group`;
  return kind === "endpoint" ? `"${name}"` : `the part "${name}"`;
}
