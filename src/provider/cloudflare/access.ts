/** The token that a policy needs, no more (Cloudflare docs, "API token permissions"). */
import type { Policy } from "../../policy/policy.ts";
import type { Access, AccessIds, AccessRole } from "../access.ts";
import type { JsonObject } from "../resource.ts";

/** Cloudflare knows permissions of a zone and of an account, none of a name. */
export function describeAccess(policy: Pick<Policy, "zone" | "providers">, ids: AccessIds): Access {
  const settings = policy.providers.cloudflare;
  const zone = ids.zone ?? settings?.zoneId ?? "ZONE_ID";
  const account = ids.account ?? settings?.accountId ?? "ACCOUNT_ID";
  const roleOf = (role: AccessRole): JsonObject => {
    const verb = role === "plan" ? "Read" : "Write";
    return {
      name: `signpost-${role} ${policy.zone}`,
      policies: [
        grant(`com.cloudflare.api.account.zone.${zone}`, [
          "Zone Read",
          `DNS ${verb}`,
          `Load Balancers ${verb}`,
        ]),
        grant(`com.cloudflare.api.account.${account}`, [`Load Balancing: Monitors and Pools ${verb}`]),
      ],
    };
  };
  const wordsOf = (role: AccessRole) => {
    const verb = role === "plan" ? "Read" : "Edit";
    return [
      `Zone ${policy.zone}: Zone Read, DNS ${verb}, Load Balancers ${verb}`,
      `Its account: Load Balancing: Monitors and Pools ${verb}`,
    ];
  };
  return {
    roles: { plan: roleOf("plan"), apply: roleOf("apply") },
    words: { plan: wordsOf("plan"), apply: wordsOf("apply") },
    notes: [
      ...(zone === "ZONE_ID" ? ["ZONE_ID stands for the id of the zone: give it with --zone-id"] : []),
      ...(account === "ACCOUNT_ID"
        ? ["ACCOUNT_ID stands for the id of the account: give it with --account"]
        : []),
      "The API takes permission groups by their id, which GET /user/tokens/permission_groups lists by these names",
      "No token can be held to some names of a zone: guards and reviewers are the only fence there",
    ],
  };
}

function grant(resource: string, groups: readonly string[]): JsonObject {
  return {
    effect: "allow",
    resources: { [resource]: "*" },
    permission_groups: groups.map((name) => ({ name })),
  };
}
