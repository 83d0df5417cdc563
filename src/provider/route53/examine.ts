/** What can be found out at Route 53 before anything is planned. Loaded only when a command really talks to it. */
import type { Policy } from "../../policy/policy.ts";
import type { ConnectOptions } from "../connection.ts";
import { type Examined, look, lookAside, notChecked } from "../examination.ts";
import { usesNetworks } from "./access.ts";
import { openClient, type Route53Reads } from "./client.ts";
import { findZone } from "./connect.ts";

/** Writes nothing. Throws `ProviderError` when it is interrupted. */
export async function examineRoute53(policy: Policy, options: ConnectOptions): Promise<readonly Examined[]> {
  let examineRest = async (): Promise<readonly Examined[]> => [];
  const credentials = await look("credentials", async () => {
    const api = openClient(options);
    const { key, account } = await api.identity();
    examineRest = () => examineZone(api, policy);
    return `${describeKey(key)}${account === null ? "; the account isn't told without a call to STS" : ` of account ${account}`}`;
  });
  return [credentials, ...(await examineRest())];
}

async function examineZone(api: Route53Reads, policy: Policy): Promise<readonly Examined[]> {
  let zoneId = "";
  const zone = await look("zone", async () => {
    const found = await findZone(api, policy);
    zoneId = found.id;
    return `${found.name} is ${found.id}`;
  });
  if (zone.status === "failed") return [zone, judgeClock(api.clockSkew())];
  const count = async (list: Promise<readonly unknown[]>, noun: string) => `${(await list).length} ${noun}`;
  return [
    zone,
    await look("read the zone", async () => (await api.zoneById(zoneId)).name),
    await look("read record sets", () => count(api.recordSets(zoneId), "found")),
    await look("read health checks", () => count(api.healthChecks(), "found in the account")),
    // Asked for where the policy has networks alone.
    ...(usesNetworks(policy)
      ? [
          await look("read CIDR collections", async () => {
            await api.cidrCollections([], new Set());
            return "allowed";
          }),
        ]
      : []),
    // A plan does without these: then AWS itself refuses what they would have told before.
    await lookAside("read protections", () => count(api.protections(zoneId), "found")),
    await lookAside("read quotas", async () => {
      const [sets, checks] = [await api.recordSetQuota(zoneId), await api.healthCheckQuota()];
      return `${sets.used} of ${sets.most} record sets, ${checks.used} of ${checks.most} health checks`;
    }),
    notChecked(
      "write",
      "Only iam:SimulatePrincipalPolicy could tell without writing, and Signpost has no client for IAM",
      "compare the role's policy with: signpost doctor --print-iam --role apply",
    ),
    judgeClock(api.clockSkew()),
  ];
}

/** Seconds by which clocks may differ before somebody should look at theirs. */
const mostSkew = 10;

/**
 * Holds the local clock against the vendor's. Nothing fails by it: AWS refuses what is signed minutes off (Signature
 * Version 4), and its SDK then signs by AWS's clock. Saved plans, waivers and journals go by the local one.
 *
 * @param skew - milliseconds that the local clock is behind, null where no answer told the time
 */
export function judgeClock(skew: number | null): Examined {
  const what = "clock";
  if (skew === null) return notChecked(what, "No answer said what time it is");
  const seconds = Math.round(Math.abs(skew) / 1000);
  const isFine = seconds <= mostSkew;
  return {
    what,
    status: isFine ? "ok" : "warning",
    detail: isFine
      ? `within ${mostSkew} s`
      : `This machine's clock is ${seconds} s ${skew > 0 ? "behind" : "ahead"}`,
    next: isFine ? null : "set the clock, or let NTP set it",
    kind: null,
  };
}

/** Keys that stay until somebody deletes them begin with AKIA, those of a session with ASIA (IAM, "Unique identifiers"). */
function describeKey(key: string): string {
  const shown = `…${key.slice(-4)}`;
  if (key.startsWith("ASIA")) return `a session's key ${shown}`;
  return key.startsWith("AKIA")
    ? `a long-lived key ${shown} (a role's session would expire by itself)`
    : `key ${shown}`;
}
