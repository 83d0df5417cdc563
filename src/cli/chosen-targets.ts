/** Which targets of the policies a command is about. */
import type { Checked } from "../plan/check.ts";
import { UsageError } from "./usage-error.ts";

/** Throws `UsageError` where no policy goes to the provider that was asked for, or to any. */
export function refuseUnnamedProvider(checked: readonly Checked[], provider: string | undefined): void {
  const named = checked.flatMap(({ targets }) => targets.map((target) => target.provider));
  if (named.some((one) => provider === undefined || one === provider)) return;
  throw new UsageError(
    provider === undefined
      ? "the policy names no provider to go to"
      : `the policy doesn't name ${provider} under providers`,
  );
}
