/** A vendor said no, or said nothing. The only exception that leaves a provider. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { FailureKind } from "./connection.ts";

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly kind: FailureKind;
  readonly diagnostic: Diagnostic;

  constructor(kind: FailureKind, diagnostic: Diagnostic) {
    super(diagnostic.code);
    this.kind = kind;
    this.diagnostic = diagnostic;
  }
}

/** The vendor's own words, told apart by what can be done about them. */
export function providerError(
  kind: Exclude<FailureKind, "conflict" | "interrupted">,
  provider: string,
  detail: string,
): ProviderError {
  return new ProviderError(kind, diagnose(codes[kind], { provider, detail }, null));
}

const codes = {
  auth: "provider-auth",
  throttle: "provider-throttled",
  notFound: "provider-not-found",
  unavailable: "provider-unavailable",
  rejected: "provider-rejected",
} as const;
