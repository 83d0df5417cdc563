/**
 * Where credentials may be sent, whoever names the place: the environment, or a file of settings that the vendor's SDK
 * reads by itself. Over https, or to this machine: the sandbox, an emulator.
 */
import { diagnose } from "../diagnostic/diagnose.ts";
import { ProviderError } from "./provider-error.ts";

/** The parts of a URL, as `URL` has them: an IPv6 address stands in brackets. */
interface Address {
  readonly protocol: string;
  readonly hostname: string;
}

/** Throws `ProviderError` for what is no such place. */
export function refuseUntrustedUrl(provider: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  // A name or a password in front of the host is for people to be mistaken about the host.
  if (url === null || url.username !== "" || url.password !== "") throw refusal(provider, null);
  refuseUntrusted(provider, url);
}

/** The same for a request that an SDK is about to send. */
export function refuseUntrustedRequest(provider: string, request: unknown): void {
  if (!isAddressed(request)) throw refusal(provider, null);
  refuseUntrusted(provider, request);
}

function isAddressed(request: unknown): request is Address {
  return (
    typeof request === "object" &&
    request !== null &&
    "protocol" in request &&
    "hostname" in request &&
    typeof request.protocol === "string" &&
    typeof request.hostname === "string"
  );
}

function refuseUntrusted(provider: string, { protocol, hostname }: Address): void {
  const isWeb = protocol === "https:" || protocol === "http:";
  if (!isWeb || hostname === "") throw refusal(provider, null);
  if (protocol !== "https:" && !isLoopback(hostname)) throw refusal(provider, `${protocol}//${hostname}`);
}

/** Of a host as `URL` has it: 127.0.0.0/8 and ::1 (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3), and the name for them (RFC 6761, 6.3). */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}

function refusal(provider: string, endpoint: string | null): ProviderError {
  return new ProviderError("rejected", diagnose("endpoint-untrusted", { provider, endpoint }, null));
}
