/** What can be found out at Cloudflare before anything is planned. Loaded only when a command really talks to it. */
import type { Policy } from "../../policy/policy.ts";
import type { ConnectOptions } from "../connection.ts";
import { type Examined, look, notChecked } from "../examination.ts";
import { ProviderError } from "../provider-error.ts";
import { type CloudflareReads, type Collection, openClient, type TokenState } from "./client.ts";
import { findZone } from "./connect.ts";

/** Writes nothing. Throws `ProviderError` when it is interrupted. */
export async function examineCloudflare(
  policy: Policy,
  options: ConnectOptions,
): Promise<readonly Examined[]> {
  const credentials = await look("credentials", async () =>
    openClient(options).usesToken() ? "an API token" : "an API key, which may do whatever its user may",
  );
  if (credentials.status === "failed") return [credentials];
  return [credentials, ...(await examineZone(openClient(options), policy))];
}

async function examineZone(api: CloudflareReads, policy: Policy): Promise<readonly Examined[]> {
  let scope = { zoneId: "", accountId: policy.providers.cloudflare?.accountId ?? "" };
  const zone = await look("zone", async () => {
    const found = await findZone(api, policy);
    scope = { zoneId: found.id, accountId: scope.accountId || found.accountId };
    return `${found.name} is ${found.id}, of account ${scope.accountId}`;
  });
  const token = api.usesToken() ? [await lookAtToken(api, scope.accountId)] : [];
  if (zone.status === "failed") return [...token, zone];
  const list = (what: string, collection: Collection) =>
    look(what, async () => `${(await api.list(scope, collection)).length} found`);
  return [
    ...token,
    zone,
    await list("read DNS records", "dns_records"),
    await list("read load balancers", "load_balancers"),
    await list("read pools", "pools"),
    await list("read monitors", "monitors"),
    notChecked(
      "write",
      "A token doesn't tell what it may write without a permission to read tokens",
      "compare the token with: signpost doctor --print-iam --role apply",
    ),
    notChecked("clock", "Cloudflare's requests are not signed with the time"),
  ];
}

/** A token is disabled or expired, or else active (API, user tokens, "Verify Token"). */
async function lookAtToken(api: CloudflareReads, accountId: string): Promise<Examined> {
  let isActive = true;
  const token = await look("token", async () => {
    const found = await verifyToken(api, accountId);
    isActive = found.status === "active";
    return describeToken(found);
  });
  return isActive
    ? token
    : { ...token, status: "failed", kind: "auth", next: "make a new token, or enable this one" };
}

/** A token is a user's or an account's, and each is verified at a place of its own. */
async function verifyToken(api: CloudflareReads, accountId: string): Promise<TokenState> {
  try {
    return await api.verifyToken(null);
  } catch (error) {
    const isUnknown = error instanceof ProviderError && ["auth", "notFound"].includes(error.kind);
    if (!isUnknown || accountId === "") throw error;
    return api.verifyToken(accountId);
  }
}

function describeToken({ status, expiresOn }: TokenState): string {
  return `${status}, ${expiresOn === null ? "without an end" : `until ${expiresOn}`}`;
}
