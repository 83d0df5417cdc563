/** The least that whoever plans and applies a policy has to be allowed. */
import type { JsonObject } from "./resource.ts";

/** `plan` reads; `apply` reads and writes. */
export const accessRoles = ["plan", "apply"] as const;
export type AccessRole = (typeof accessRoles)[number];

export interface Access {
  /** In the vendor's own words: a policy or a token that can be made of it. */
  readonly roles: Readonly<Record<AccessRole, JsonObject>>;
  /** The same for people; empty where the JSON says it all. */
  readonly words: Readonly<Record<AccessRole, readonly string[]>>;
  /** What has to be filled in, and where it allows more than it would have to. */
  readonly notes: readonly string[];
}

/** Ids that a policy doesn't say; null: a word stands in their place, so that nothing is allowed by mistake. */
export interface AccessIds {
  readonly zone: string | null;
  readonly account: string | null;
}

/** A workflow that may take a role without a key of its own. */
export interface TrustedWorkflow {
  /** The `sub` of its token, exactly. */
  readonly subject: string;
  readonly account: string | null;
}

/** What lets a workflow take a role. */
export interface Trust {
  /** In the vendor's own words. */
  readonly document: JsonObject;
  /** What has to be filled in. */
  readonly notes: readonly string[];
}
