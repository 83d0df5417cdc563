import { entry } from "./entry.ts";

/** What lint rules say. The code is the rule's id. */
export const lintEntries = {
  "failover-unchecked": entry<{ readonly member: string; readonly position: number }>({
    severity: "warning",
    title: "A failover member that is never left",
    message: ({ member }) =>
      `${member} has no health check, so it never counts as down and the members after it are never answered`,
    hint: () => "give its endpoint a healthCheck",
    explain: `Only an endpoint with a health check is noticed to be down. A failover member without one counts as
healthy always, so the members behind it stand by in vain. The last member needs no check.

    endpoints:
      web-a: { ipv4: 203.0.113.10, healthCheck: web }
      web-b: { ipv4: 203.0.113.11 }
    records:
      www: { ttl: 30s, to: { failover: [web-a, web-b] } }`,
  }),
  "failover-unreachable": entry<{ readonly member: string; readonly blocker: string }>({
    severity: "warning",
    title: "A failover member that is never reached",
    message: ({ member, blocker }) =>
      `${member} is never answered: ${blocker} before it always counts as healthy`,
    hint: () => "move it in front, or remove it",
    explain: `Failover takes the first healthy member. What stands behind a member that always counts as healthy,
such as a branch that stays, is never answered.`,
  }),
} as const;
