/** Putting a plan into a file. */
import type { Origin, ProviderId } from "../../policy/policy.ts";
import type { Change } from "../../provider/change.ts";
import { subjectOf } from "../../provider/change.ts";
import type { Resource } from "../../provider/resource.ts";
import type { Comparison } from "../comparison.ts";
import { digestChanges, digestOf } from "../digest.ts";
import type { Prepared } from "../plan.ts";
import type { PlannedChange } from "../planned-name.ts";
import { digestReads } from "./moved.ts";

/** How the policies were read and where they were planned. */
export interface PlanReading {
  readonly root: string | null;
  /** In bytes. */
  readonly maxFileSize: number | null;
  /** The only one that was asked for. */
  readonly provider: ProviderId | null;
  readonly sandbox: boolean;
  /** What guards let pass: a part of what is approved. */
  readonly allow: readonly { readonly guard: string; readonly target: string }[];
}

/** One policy with its plans. */
export interface PolicyToSave {
  readonly file: string;
  readonly policy: string;
  readonly zone: string;
  readonly digest: string;
  readonly plans: readonly Prepared[];
  readonly comparison: Comparison | null;
}

export interface PlanToSave {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds for which it may be applied. */
  readonly lifetime: number;
  readonly reading: PlanReading;
  readonly policies: readonly PolicyToSave[];
  /** What was said beside it, with its place looked up. */
  readonly diagnostics: readonly object[];
  readonly lineOf: (origin: Origin) => number | null;
}

/** The text of the file. Whatever a vendor says of an object beside what is compared stays out of it. */
export function composePlanFile({ now, lifetime, policies, lineOf, ...rest }: PlanToSave): string {
  const prepared = policies.flatMap(({ plans }) => plans);
  const body = {
    kind: "signpost plan",
    format: 1,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifetime * 1000).toISOString(),
    reading: rest.reading,
    change: digestChanges(prepared),
    policies: policies.map((one) => ({ ...one, plans: one.plans.map(describePlan) })),
    lines: linesOf(prepared, lineOf),
    diagnostics: rest.diagnostics,
  };
  // Once through JSON, so that the digest is of what a reader finds.
  const written: unknown = JSON.parse(JSON.stringify(body));
  return `${JSON.stringify({ ...body, digest: digestOf(written) }, null, 2)}\n`;
}

function describePlan({ plan, changes, snapshot }: Prepared): object {
  const { refusals: _, warnings: __, names, shared, ...rest } = plan;
  return {
    plan: {
      ...rest,
      names: names.map((name) => ({ ...name, changes: name.changes.map(withoutRaw) })),
      shared: shared.map(withoutRaw),
    },
    reads: digestReads(snapshot),
    inverses: changes.map(invert),
  };
}

/** What the vendor said of an object may hold what is nobody's business. */
function withoutRaw({ change, attributes }: PlannedChange): object {
  return {
    change: {
      action: change.action,
      ...(change.action === "create" ? {} : { before: strip(change.before) }),
      ...(change.action === "delete" ? {} : { after: strip(change.after) }),
    },
    attributes,
  };
}

function strip(resource: Resource): Resource {
  const { kind, key, owner, title, detail, attributes, dependsOn, origin } = resource;
  return { kind, key, owner, title, detail, attributes, dependsOn, origin };
}

const inverseActions = { create: "delete", update: "update", delete: "create" } as const;

function invert(change: Change): object {
  return {
    action: inverseActions[change.action],
    key: subjectOf(change).key,
    before: change.action === "delete" ? null : change.after.attributes,
    after: change.action === "create" ? null : change.before.attributes,
  };
}

/** The lines of everything that the plan cites. */
function linesOf(
  prepared: readonly Prepared[],
  lineOf: (origin: Origin) => number | null,
): readonly object[] {
  const cited = new Map<string, Origin>();
  for (const { changes } of prepared) {
    for (const change of changes) {
      const { origin } = subjectOf(change);
      if (origin !== null) cited.set(JSON.stringify([origin.file, origin.pointer, origin.on]), origin);
    }
  }
  return [...cited.values()].flatMap((origin) => {
    const line = lineOf(origin);
    const { file, pointer, on } = origin;
    return line === null ? [] : [{ origin: { file, pointer, on }, line }];
  });
}
