/** Names that somebody changed by hand, as something to be told at the policy's lines. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy } from "../policy/policy.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { labelOf } from "./guarded.ts";
import type { Plan } from "./plan.ts";
import { standingOf } from "./standing.ts";

/** One for each name; a plan and `drift` show them, and reports point to them. */
export function tellDrift(
  policy: Policy,
  records: readonly SteeredRecord[],
  { names, shared, title, guards }: Pick<Plan, "names" | "shared" | "title" | "guards">,
): readonly Diagnostic[] {
  const written = new Map<string, SteeredRecord["record"]>(
    records.map(({ record }) => [record.name, record]),
  );
  const stopped = new Set(
    guards.findings.flatMap(({ guard, status, target }) =>
      guard === "foreign-member" && status === "blocked" ? [target] : [],
    ),
  );
  return names
    .filter((name) => standingOf(name, shared) === "drifted")
    .map(({ name }) => {
      const record = written.get(name);
      const label = record?.label ?? labelOf(policy, name);
      return diagnose(
        "name-drifted",
        { name, provider: title, stopped: stopped.has(label) ? label : null },
        record?.origin ?? policy.origin,
      );
    });
}
