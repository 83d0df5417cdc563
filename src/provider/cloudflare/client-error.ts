/** From what the SDK throws to a `ProviderError`. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { FailureKind } from "../connection.ts";
import { ProviderError, providerError } from "../provider-error.ts";
import { isJsonObject } from "./parse-reply.ts";

const vendor = "Cloudflare";

/** A pool or a monitor that something still refers to (API: HTTP 412, code 1005). */
export class StillReferenced extends ProviderError {}

/** The name of a record is taken (API: codes 81053, 81057, 81058). */
class NameTaken extends ProviderError {}

/** Turned away unread. */
export class Throttled extends ProviderError {
  /** Null when the vendor doesn't say. */
  readonly retryAfterMs: number | null;

  constructor(diagnostic: Diagnostic, retryAfterMs: number | null) {
    super("throttle", diagnostic);
    this.retryAfterMs = retryAfterMs;
  }
}

/** What was asked when it failed. */
interface Asking {
  readonly isRead: boolean;
  readonly path: string;
  readonly interrupted: boolean;
  /** What must not be seen, whoever repeats it. */
  readonly secrets: readonly string[];
}

const takenCodes = [81_053, 81_057, 81_058];
/** "Invalid request headers", "Invalid format for Authorization header" and their like: the token itself is wrong. */
const tokenCodes = [1000, 6003, 6103, 6111, 9103, 9106, 9107];

/** Sorts an error by what can be done about it. */
export function translateError(
  error: unknown,
  { isRead, path, interrupted, secrets }: Asking,
): ProviderError {
  if (interrupted) return new ProviderError("interrupted", diagnose("interrupted", {}, null));
  if (!(error instanceof Error)) return providerError("unavailable", vendor, "no reply");
  const status = "status" in error && typeof error.status === "number" ? error.status : null;
  const codes = codesOf(error);
  const detail = secrets.reduce(
    (text, secret) => text.replaceAll(secret, "***"),
    describeError(error, status),
  );
  const refuse = (kind: FailureKind, diagnostic: Diagnostic) => new ProviderError(kind, diagnostic);
  const rejected = diagnose("provider-rejected", { provider: vendor, detail }, null);
  if (status === 412 || codes.includes(1005)) return new StillReferenced("rejected", rejected);
  if (codes.some((code) => takenCodes.includes(code))) return new NameTaken("rejected", rejected);
  if (isAddOnMissing(detail)) return refuse("rejected", diagnose("cloudflare-add-on", { detail }, null));
  if (
    status === 401 ||
    (status !== null && status < 404 && codes.some((code) => tokenCodes.includes(code)))
  ) {
    return refuse("auth", diagnose("cloudflare-token", { detail }, null));
  }
  if (status === 403) {
    const args = { detail, permission: permissionFor(path), access: isRead ? "Read" : "Edit" } as const;
    return refuse("auth", diagnose("cloudflare-permission", args, null));
  }
  if (status === 404) return providerError("notFound", vendor, detail);
  if (status === 429) {
    return new Throttled(
      diagnose("provider-throttled", { provider: vendor, detail }, null),
      retryAfter(error),
    );
  }
  if (status === null || status >= 500 || status === 408) return providerError("unavailable", vendor, detail);
  if (/in range \[\d+, \d+\]/u.test(detail)) {
    return refuse("rejected", diagnose("cloudflare-range", { detail }, null));
  }
  return refuse("rejected", rejected);
}

/** The parts of the API that have a permission of their own. */
type Permission = "zone" | "dns" | "load balancers" | "pools";

function permissionFor(path: string): Permission {
  if (path.startsWith("/accounts/")) return "pools";
  if (path.includes("/dns_records")) return "dns";
  return path.includes("/load_balancers") ? "load balancers" : "zone";
}

interface Credentials {
  readonly apiToken: string | null;
  readonly apiKey: string | null;
  readonly apiEmail: string | null;
  readonly userServiceKey: string | null;
}

/** Throws when the environment holds none, half of them, or what can't be sent: the error for that would repeat it. */
export function rejectCredentials({ apiToken, apiKey, apiEmail, userServiceKey }: Credentials): void {
  const given: [string, string | null][] =
    apiToken === null
      ? [
          ["CLOUDFLARE_API_KEY", apiKey],
          ["CLOUDFLARE_EMAIL", apiEmail],
          ["CLOUDFLARE_API_USER_SERVICE_KEY", userServiceKey],
        ]
      : [["CLOUDFLARE_API_TOKEN", apiToken]];
  for (const [variable, value] of given) {
    if (value === null || /^[\x21-\x7e]+$/u.test(value)) continue;
    throw new ProviderError("auth", diagnose("cloudflare-token-malformed", { variable }, null));
  }
  if (apiToken !== null || userServiceKey !== null) return;
  if (apiKey !== null && apiEmail !== null) return;
  const missing =
    apiKey !== null ? "CLOUDFLARE_EMAIL" : apiEmail !== null ? "CLOUDFLARE_API_KEY" : "CLOUDFLARE_API_TOKEN";
  throw new ProviderError("auth", diagnose("cloudflare-token-missing", { variable: missing }, null));
}

/** "must be in range [1, 0]" and "[0, 0]" mean that the quota is none: Load Balancing isn't bought. */
function isAddOnMissing(detail: string): boolean {
  return /in range \[[01], 0\]/u.test(detail);
}

function retryAfter(error: Error): number | null {
  if (!("headers" in error) || !(error.headers instanceof Headers)) return null;
  const seconds = Number(error.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? 1000 * seconds : null;
}

function codesOf(error: Error): readonly number[] {
  if (!("errors" in error) || !Array.isArray(error.errors)) return [];
  return error.errors.flatMap((one: unknown) =>
    isJsonObject(one) && typeof one.code === "number" ? [one.code] : [],
  );
}

/** Cloudflare's own sentences; else no more than the status: the SDK's message is the whole reply, pages of HTML. */
function describeError(error: Error, status: number | null): string {
  if ("errors" in error && Array.isArray(error.errors)) {
    const said = error.errors.flatMap((one: unknown) =>
      isJsonObject(one) ? [`${String(one.message)} (${String(one.code)})`] : [],
    );
    if (said.length > 0) return said.join("; ");
  }
  if (status !== null) return `HTTP ${status}`;
  const deepest = rootOf(error);
  const code = "code" in deepest ? String(deepest.code) : deepest.name;
  return deepest.message === "" ? code : deepest.message;
}

/** "Connection error." and "fetch failed" say nothing; what caused them does. */
function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
