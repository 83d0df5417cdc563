/** What speaks against applying a saved plan, in the order in which it is looked at. Writes nothing. */

import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { findMoved, type Moved } from "../../plan/file/moved.ts";
import type { Planned, SavedPlan } from "../../plan/generated/wire.ts";
import type { Allowance } from "../../plan/judge-guards.ts";
import type { Prepared } from "../../plan/plan.ts";
import type { Sources } from "../../report/located.ts";
import { type CheckedFiles, checkFiles } from "../check-files.ts";
import type { Connector } from "../connect.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type Preparation, prepareAll } from "../prepare.ts";
import { UsageError } from "../usage-error.ts";
import type { WritingFiles } from "../write-files.ts";
import { openPlan } from "./open.ts";
import { findChangedPolicies, readingOf } from "./policies.ts";

export interface Refused {
  readonly code: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  /** Objects that are no longer as they were planned. */
  readonly moved: readonly object[];
}

/** A plan that nothing speaks against but what `carryOut` looks at itself. */
export interface Reviewed {
  readonly saved: SavedPlan;
  readonly run: CheckedFiles;
  readonly preparation: Preparation;
}

function refuse(diagnostics: readonly Diagnostic[], moved: readonly object[] = []): Refused {
  return { code: exitCodes.stale, diagnostics, sources: new Map(), moved };
}

/**
 * What the plan says of itself, and whether its policies still say the same. Throws `UsageError` for options that the
 * plan contradicts.
 *
 * @param expect - the digest of the only change that may be made
 * @param now - milliseconds since 1970
 */
export function reviewFile(
  file: string,
  folder: string,
  options: Omit<WritingFiles, "format" | "input" | "wait">,
  expect: string | null,
  now: number,
): SavedPlan | Refused {
  const saved = openPlan(file, folder);
  if ("severity" in saved) return refuse([saved]);
  refuseContradictions(saved, options);
  const { expiresAt: at, change } = saved;
  if (now >= Date.parse(at)) return refuse([diagnose("plan-expired", { path: file, at }, null)]);
  if (expect !== null && expect !== change) {
    return refuse([diagnose("change-differs", { expected: expect, actual: change }, null)]);
  }
  const changed = findChangedPolicies(saved, folder);
  return changed.length > 0 ? refuse(changed) : saved;
}

function refuseContradictions(
  { reading }: SavedPlan,
  options: Pick<WritingFiles, "provider" | "root" | "maxFileSize" | "sandbox">,
): void {
  const said = [
    ...(options.provider === undefined ? [] : ["--provider"]),
    ...(options.root === undefined ? [] : ["--root"]),
    ...(options.maxFileSize === undefined ? [] : ["--max-file-size"]),
  ];
  if (said.length > 0) {
    throw new UsageError(
      `${said.join(" and ")} can't be given with a saved plan, which was made with its own`,
    );
  }
  if (reading.sandbox && options.sandbox !== true) {
    throw new UsageError("this was planned in the sandbox: apply it with --sandbox");
  }
  if (!reading.sandbox && options.sandbox === true) {
    throw new UsageError("this was planned at the vendor, not in the sandbox: apply it without --sandbox");
  }
}

/**
 * Plans it again, and sees whether the world is still the one that it was planned for.
 *
 * @param allow - what guards let pass beside what was let pass when it was planned
 */
export async function reviewWorld(
  context: Context,
  saved: SavedPlan,
  connector: Connector,
  allow: readonly Allowance[],
): Promise<Reviewed | Refused> {
  const files = saved.policies.map(({ file }) => file);
  const run = checkFiles(files, context.folder, readingOf(saved));
  if (!run.ok) {
    const { diagnostics, sources } = run;
    return { code: exitCodes.policyInvalid, diagnostics, sources, moved: [] };
  }
  const { provider } = saved.reading;
  const chosen = { allow: [...saved.reading.allow, ...allow], ...(provider === null ? {} : { provider }) };
  const preparation = await prepareAll(context, run.checked, connector, chosen);
  return judgeWorld(saved, preparation) ?? { saved, run, preparation };
}

/** A plan as it was saved, and as it is made now. */
interface Pair {
  readonly planned: Planned;
  readonly fresh: Prepared;
}

/** Whether it is the same zone, and everything in it that counts is as it was. */
function judgeWorld(saved: SavedPlan, { plans, codes }: Preparation): Refused | null {
  const pairs = saved.policies.flatMap(({ file, plans: planned }) =>
    planned.flatMap((one): readonly Pair[] => {
      const fresh = plans.find(
        ({ file: other, prepared }) => other === file && prepared.plan.provider === one.plan.provider,
      );
      return fresh === undefined ? [] : [{ planned: one, fresh: fresh.prepared }];
    }),
  );
  const elsewhere = pairs.flatMap(({ planned: { plan }, fresh }) => {
    const [planned, actual] = [tellZone(plan.zone), tellZone(fresh.plan.zone)];
    const args = { provider: plan.title, planned, actual };
    return planned === actual ? [] : [diagnose("plan-elsewhere", args, null)];
  });
  if (elsewhere.length > 0) return refuse(elsewhere);
  const moved = pairs.flatMap(({ planned, fresh }) => {
    const found = findMoved(planned, fresh.snapshot, fresh.target.compiled.resources);
    return found.length === 0 ? [] : [{ plan: planned.plan, found }];
  });
  if (moved.length === 0) return null;
  if (codes.length === 0 && pairs.every(({ fresh }) => fresh.changes.length === 0)) {
    return refuse([diagnose("plan-applied", {}, null)]);
  }
  return refuse(
    moved.map(({ plan, found }) =>
      diagnose("plan-moved", { provider: plan.title, zone: plan.zone.name, moved: found }, null),
    ),
    moved.flatMap(({ plan, found }) => found.map((one) => movedToJson(plan, one))),
  );
}

function movedToJson({ provider }: Planned["plan"], { key, how, before, now }: Moved): object {
  return { provider, key, how, before, now };
}

function tellZone({ id, name, account }: Planned["plan"]["zone"]): string {
  return `${name} (${account === null ? id : `${id} of account ${account}`})`;
}
