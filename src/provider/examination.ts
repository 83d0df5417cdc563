/** What can be found out about an account before anything is planned: one thing after the other, nothing written. */
import { describe } from "../diagnostic/describe.ts";
import type { FailureKind } from "./connection.ts";
import { ProviderError } from "./provider-error.ts";

/** One thing that was looked at. */
export interface Examined {
  readonly what: string;
  readonly status: "ok" | "warning" | "failed" | "not checked";
  /** In a sentence. */
  readonly detail: string;
  /** What to do about it, null where there is nothing to do. */
  readonly next: string | null;
  /** Of what failed at the vendor. */
  readonly kind: FailureKind | null;
}

/** Looks at one thing; what the vendor says to it is the finding. Interruptions are thrown on. */
export async function look(what: string, ask: () => Promise<string>): Promise<Examined> {
  try {
    return { what, status: "ok", detail: await ask(), next: null, kind: null };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind === "interrupted") throw error;
    const { message, hint } = describe(error.diagnostic);
    return { what, status: "failed", detail: message, next: hint, kind: error.kind };
  }
}

/** The same for what no plan or apply needs: one that is refused is a warning. */
export async function lookAside(what: string, ask: () => Promise<string>): Promise<Examined> {
  const found = await look(what, ask);
  return found.status === "failed" ? { ...found, status: "warning", kind: null } : found;
}

export function notChecked(what: string, detail: string, next: string | null = null): Examined {
  return { what, status: "not checked", detail, next, kind: null };
}
