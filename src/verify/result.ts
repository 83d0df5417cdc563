/** What a verification found. Plain data. */
import type { ProviderId, RecordType } from "../policy/policy.ts";
import type { Certainty } from "./binomial.ts";
import type { Verdict } from "./cell.ts";
import type { Unasked } from "./clients.ts";
import type { DnsServer } from "./server.ts";

/** How a name stands in the zone. `unknown`: the zone wasn't read. */
export type NameState = "applied" | "changed by hand" | "pending" | "not applied" | "unknown";

export interface VerifiedName {
  readonly name: string;
  readonly types: readonly RecordType[];
  /** Seconds. */
  readonly ttl: number;
  readonly state: NameState;
  /** Milliseconds since 1970, to the minute; null where that isn't known. */
  readonly appliedAt: number | null;
  /** Empty where the policy isn't what is live: then there is nothing to be compared. */
  readonly verdicts: readonly Verdict[];
  readonly unasked: readonly Unasked[];
}

export interface VerifiedZone {
  readonly file: string;
  readonly policy: string;
  readonly provider: ProviderId;
  readonly title: string;
  readonly zone: string;
  readonly servers: readonly DnsServer[];
  /** Those of them that never answered. */
  readonly silent: readonly DnsServer[];
  /** Whose word was taken for which endpoints are down, and which of them are. */
  readonly health: { readonly source: "reported" | "assumed"; readonly down: readonly string[] };
  readonly names: readonly VerifiedName[];
}

/** What holds for a whole run. */
export interface Verification {
  readonly zones: readonly VerifiedZone[];
  /** Tests of shares. */
  readonly tests: number;
  readonly certainty: Certainty;
}

export function differs({ verdicts }: VerifiedName): boolean {
  return verdicts.some(({ differences }) => differences.length > 0);
}

/** Whether all of a name was asked. */
export function isWhole({ verdicts, unasked }: VerifiedName): boolean {
  return verdicts.length > 0 && unasked.length === 0;
}
