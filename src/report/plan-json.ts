/** A plan as JSON. */

import type { Plan } from "../plan/plan.ts";
import type { PlannedChange } from "../plan/planned-name.ts";
import type { Origin } from "../policy/policy.ts";

/** Plain data with stable names; places as file and line. */
export function planToJson(plan: Plan, lineOf: (origin: Origin) => number | null) {
  const changeToJson = ({ change, attributes }: PlannedChange) => {
    const subject = change.action === "delete" ? change.before : change.after;
    return {
      action: change.action,
      kind: subject.kind,
      key: subject.key,
      title: subject.title,
      detail: subject.detail,
      before: change.action === "create" ? null : change.before.attributes,
      after: change.action === "delete" ? null : change.after.attributes,
      attributes,
      file: subject.origin?.file ?? null,
      line: subject.origin === null ? null : lineOf(subject.origin),
    };
  };
  const { refusals, warnings: _, names, shared, ...rest } = plan;
  return {
    ...rest,
    blocked: refusals.length > 0,
    names: names.map(({ changes, ...name }) => ({ ...name, changes: changes.map(changeToJson) })),
    shared: shared.map(changeToJson),
  };
}
