/** Names that somebody changed by hand, as something to be told at the policy's lines. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import type { Plan } from "./plan.ts";
import { standingOf } from "./standing.ts";

/** One for each name; a plan and `drift` show them, and reports point to them. */
export function tellDrift(
  policy: Policy,
  records: readonly SteeredRecord[],
  { names, shared, title }: Pick<Plan, "names" | "shared" | "title">,
): readonly Diagnostic[] {
  const origins = new Map<string, Diagnostic["place"]>(
    records.map(({ record }) => [record.name, record.origin]),
  );
  return names
    .filter((name) => standingOf(name, shared) === "drifted")
    .map(({ name }) =>
      diagnose("name-drifted", { name, provider: title }, origins.get(name) ?? policy.origin),
    );
}
