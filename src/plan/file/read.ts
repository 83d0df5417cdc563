/** Reading a saved plan, which anybody may have written. */
import { describe } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Change } from "../../provider/change.ts";
import type { Parsed } from "../../source/document.ts";
import { digestChanges, digestOf } from "../digest.ts";
import { validate } from "../generated/validator.js";
import type { Planned, SavedPlan } from "../generated/wire.ts";
import type { Plan } from "../plan.ts";
import type { PlannedChange } from "../planned-name.ts";
import { longestLifetime } from "./limits.ts";

/** What was read of a file: a plan that is whole, or what is wrong with it. */
export function readPlanFile({ file: { path }, document, diagnostics }: Parsed): SavedPlan | Diagnostic {
  const broken = diagnostics.find(({ severity }) => severity === "error");
  const unreadable = (detail: string) => diagnose("plan-unreadable", { path, detail }, null);
  if (broken !== undefined) return unreadable(describe(broken).message);
  const value = document?.value;
  if (!isRecord(value) || value.kind !== "signpost plan") return unreadable("it is no saved plan");
  if (value.format !== 1) {
    return diagnose("plan-format", { path, format: JSON.stringify(value.format ?? null) }, null);
  }
  const { digest, ...rest } = value;
  const tampered = diagnose("plan-tampered", { path }, null);
  if (digest !== digestOf(rest)) return tampered;
  if (!validate(value)) return unreadable(explainShape());
  const lifetime = Date.parse(value.expiresAt) - Date.parse(value.createdAt);
  // Not a number where a time is none.
  if (!(lifetime >= 0 && lifetime <= longestLifetime * 1000)) return unreadable("its times can't be");
  // What is shown must be what is approved.
  return digestChanges(value.policies.flatMap(({ plans }) => plans.map(revive))) === value.change
    ? value
    : tampered;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where the shape is wrong, by the first complaint. */
function explainShape(): string {
  const [first] = validate.errors ?? [];
  const where = first === undefined || first.instancePath === "" ? "at the top" : `at ${first.instancePath}`;
  return `${where}, it ${first?.message ?? "has another shape"}`;
}

/** A plan as it was when it was made, as far as it can be shown. */
export interface RevivedPlan {
  readonly plan: Plan;
  readonly changes: readonly Change[];
}

/** What a plan was refused for was never saved, and what it was warned of is kept in words, beside it. */
export function revive({ plan }: Planned): RevivedPlan {
  const names = plan.names.map((name) => ({ ...name, changes: name.changes.map(reviveChange) }));
  const shared = plan.shared.map(reviveChange);
  return {
    plan: { ...plan, names, shared, refusals: [], warnings: [] },
    changes: [...shared, ...names.flatMap(({ changes }) => changes)].map(({ change }) => change),
  };
}

type SavedChange = Planned["plan"]["shared"][number];

function reviveChange({ change, attributes }: SavedChange): PlannedChange {
  switch (change.action) {
    case "create":
      return { change, attributes };
    case "update":
      return { change: { ...change, before: { ...change.before, raw: {} } }, attributes };
    case "delete":
      return { change: { ...change, before: { ...change.before, raw: {} } }, attributes };
  }
}
