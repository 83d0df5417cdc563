/** The token that policies need, no more (Cloudflare docs, "API token permissions"). */
import type { Policy } from "../../policy/policy.ts";
import type { Access, AccessIds, AccessRole } from "../access.ts";
import type { JsonObject } from "../resource.ts";

/** Cloudflare knows permissions of a zone and of an account, none of a name. */
export function describeAccess(
  policies: readonly Pick<Policy, "zone" | "providers">[],
  ids: AccessIds,
): Access {
  const names = [...new Set(policies.map(({ zone }) => zone))];
  const wordOf = (zone: string) => (names.length === 1 ? "ZONE_ID" : `ZONE_ID_OF_${zone}`);
  const zones = new Map(
    policies.map(({ zone, providers }) => [ids.zone ?? providers.cloudflare?.zoneId ?? wordOf(zone), zone]),
  );
  const accounts = new Set(
    policies.map(({ providers }) => ids.account ?? providers.cloudflare?.accountId ?? "ACCOUNT_ID"),
  );
  const roleOf = (role: AccessRole): JsonObject => {
    const verb = role === "plan" ? "Read" : "Write";
    return {
      name: `signpost-${role} ${names.join(" ")}`,
      policies: [
        ...[...zones.keys()].map((zone) =>
          grant(`com.cloudflare.api.account.zone.${zone}`, [
            "Zone Read",
            `DNS ${verb}`,
            `Load Balancers ${verb}`,
          ]),
        ),
        ...[...accounts].map((account) =>
          grant(`com.cloudflare.api.account.${account}`, [`Load Balancing: Monitors and Pools ${verb}`]),
        ),
      ],
    };
  };
  const wordsOf = (role: AccessRole) => {
    const verb = role === "plan" ? "Read" : "Edit";
    return [
      ...names.map((name) => `Zone ${name}: Zone Read, DNS ${verb}, Load Balancers ${verb}`),
      `${names.length === 1 ? "Its" : "Their"} account: Load Balancing: Monitors and Pools ${verb}`,
    ];
  };
  return {
    roles: { plan: roleOf("plan"), apply: roleOf("apply") },
    words: { plan: wordsOf("plan"), apply: wordsOf("apply") },
    notes: [
      ...[...zones].flatMap(([id, name]) =>
        id === wordOf(name)
          ? [
              `${id} stands for the id of the zone: give it with ${names.length === 1 ? "--zone-id" : "zoneId in the policy"}`,
            ]
          : [],
      ),
      ...(accounts.has("ACCOUNT_ID")
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
