import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { Snapshot } from "../provider/connection.ts";
import type { Provider } from "../provider/provider.ts";

/** Former names by which nothing there is called any more. */
export function noteUnneeded(
  { formerly, zone, origin }: Policy,
  { title }: Provider,
  { formerNames }: Snapshot,
): readonly Diagnostic[] {
  return formerly.flatMap((former, position) =>
    formerNames.includes(former)
      ? []
      : [
          diagnose(
            "formerly-unneeded",
            { former, zone, provider: title },
            { ...origin, pointer: `/formerly/${position}` },
          ),
        ],
  );
}
