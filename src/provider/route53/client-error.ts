/** From what the SDK throws to a `ProviderError`. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { ProviderError, providerError } from "../provider-error.ts";

const vendor = "Route 53";

const authNames = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "NotAuthorizedException",
  "OptInRequired",
  "SignatureDoesNotMatch",
  "TokenRefreshRequired",
  "UnrecognizedClientException",
]);
const throttleNames = new Set([
  "PriorRequestNotComplete",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);
const notFoundNames = new Set(["NoSuchChange", "NoSuchHealthCheck", "NoSuchHostedZone"]);
/** The errors by which a compare-and-swap may have lost; whether it did, only a new reading can tell. */
export class RefusedBatch extends Error {
  override readonly name = "RefusedBatch";
}

/** The reference of a health check is taken, by another configuration or by a check that is gone. */
export class ReferenceTaken extends Error {
  override readonly name = "ReferenceTaken";
}

/** The health check is no longer at the version that was read. */
export class VersionMoved extends Error {
  override readonly name = "VersionMoved";
}

/**
 * Sorts an error by what can be done about it.
 *
 * @param secrets - what must not be seen, whoever repeats it
 */
export function translateError(error: unknown, interrupted: boolean, secrets: readonly string[]): Error {
  if (interrupted) return new ProviderError("interrupted", diagnose("interrupted", {}, null));
  if (error instanceof ProviderError) return error;
  if (!(error instanceof Error)) return providerError("unavailable", vendor, String(error));
  const detail = secrets.reduce((text, secret) => text.replaceAll(secret, "***"), describeError(error));
  if (error.name === "InvalidChangeBatch" || "Messages" in error) return new RefusedBatch(detail);
  if (error.name === "HealthCheckAlreadyExists") return new ReferenceTaken(detail);
  if (error.name === "HealthCheckVersionMismatch") return new VersionMoved(detail);
  if (authNames.has(error.name)) return providerError("auth", vendor, detail);
  if (throttleNames.has(error.name)) return providerError("throttle", vendor, detail);
  if (notFoundNames.has(error.name)) return providerError("notFound", vendor, detail);
  const status = statusOf(error);
  if (status === null || status >= 500) return providerError("unavailable", vendor, detail);
  if (status === 403) return providerError("auth", vendor, detail);
  return providerError("rejected", vendor, detail);
}

/**
 * AWS has two forms of InvalidChangeBatch: of the older one the SDK makes a nameless error, with the sentences in
 * `Messages`.
 */
function describeError(error: Error): string {
  const messages = "Messages" in error ? messagesIn(error.Messages) : [];
  if (messages.length > 0) return messages.join("; ");
  return error.message === "" ? error.name : error.message;
}

function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || !("Message" in value)) return [];
  const { Message: message } = value;
  return Array.isArray(message) ? message.map(String) : [String(message)];
}

/** Null when no answer came at all. */
function statusOf(error: Error): number | null {
  if (!("$metadata" in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return null;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null;
}

/** What is gone already needn't be deleted. */
export async function orGone(request: Promise<unknown>, gone: string): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Error && error.name === gone)) throw error;
  }
}
