/** `plan -o`: writing a plan down, so that exactly it is applied later. */
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked } from "../../plan/check.ts";
import { composePlanFile } from "../../plan/file/compose.ts";
import { digestPolicy } from "../../plan/file/policy-digest.ts";
import { readPlanFile } from "../../plan/file/read.ts";
import { providerIds } from "../../policy/policy.ts";
import { locateDiagnostic, type Sources } from "../../report/located.ts";
import { escapeControls } from "../../report/text.ts";
import { limitsFor } from "../../source/limits.ts";
import { parseSource } from "../../source/read.ts";
import type { WrittenAllowance } from "../allow.ts";
import { beginsWith } from "../begins-with.ts";
import type { Reading } from "../files.ts";
import { planEnding } from "../files.ts";
import { lineFinder, type Preparation } from "../prepare.ts";
import { statusOf } from "../status-of.ts";
import { UsageError } from "../usage-error.ts";
import { writePrivateFile } from "../write-file.ts";
import { largestPlan } from "./open.ts";

/** Seconds for which a plan may be applied when nothing else is said. */
const usualLifetime = 24 * 60 * 60;

/** Where a plan is to go. */
export interface Destination {
  /** As it was named. */
  readonly file: string;
  readonly path: string;
  /** An older plan, which gives way. */
  readonly isThere: boolean;
}

/** Judges a name before anything is read. Throws `UsageError` for one that no plan may have. */
export function openDestination(file: string, folder: string): Destination | Diagnostic {
  if (!file.endsWith(planEnding)) {
    throw new UsageError(
      `-o ${file}: the name of a saved plan ends in ${planEnding}, such as web${planEnding}`,
    );
  }
  const path = resolve(folder, file);
  const status = statusOf(path);
  if (status === null) return { file, path, isThere: false };
  return status.isFile() && beginsWith(path, planBeginning)
    ? { file, path, isThere: true }
    : diagnose("plan-not-overwritten", { path: file }, null);
}

/** Half of an older plan is one too. */
const planBeginning = /^\{\s*"kind":\s*"signpost plan"/u;

export interface Saving extends Reading {
  /** Seconds. */
  readonly expires?: number;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly allow?: readonly WrittenAllowance[];
}

export interface Saved {
  readonly file: string;
  readonly expiresAt: string;
}

/** Writes the plans of a run down. What may not be applied is not saved. */
export function savePlan(
  { file, path, isThere }: Destination,
  options: Saving,
  run: { readonly checked: readonly Checked[]; readonly sources: Sources },
  { policies, diagnostics, codes, refused }: Preparation,
): Saved | Diagnostic {
  if (codes.length > 0 || refused) {
    return diagnose("plan-not-saved", { path: file }, null);
  }
  const checked = new Map(run.checked.map((one) => [one.file.path, one]));
  // It is read by people as well, on a terminal.
  const body = composePlanFile({
    now: Date.now(),
    lifetime: options.expires ?? usualLifetime,
    reading: {
      root: options.root ?? null,
      maxFileSize: options.maxFileSize ?? null,
      provider: providerIds.find((id) => id === options.provider) ?? null,
      sandbox: options.sandbox ?? false,
      allow: (options.allow ?? []).map(({ guard, target }) => ({ guard, target })),
    },
    policies: policies.flatMap(({ file: policyFile, plans: planned, comparison }) => {
      const one = checked.get(policyFile);
      if (one === undefined || one.policy === null || planned.length === 0) return [];
      return {
        file: policyFile,
        policy: one.policy.name,
        zone: one.policy.zone,
        digest: digestPolicy(one.files),
        plans: planned.map(({ prepared }) => prepared),
        comparison,
      };
    }),
    diagnostics: [...run.checked.flatMap((one) => one.diagnostics), ...diagnostics]
      .filter(({ severity }) => severity !== "note")
      .map((diagnostic) => locateDiagnostic(diagnostic, run.sources)),
    lineOf: lineFinder(run.sources),
  });
  const text = escapeControls(body);
  const read = readPlanFile(parseSource({ path: file, text }, limitsFor(largestPlan)));
  if ("code" in read) return read;
  const failure = writePrivateFile(path, text, file, isThere);
  return failure ?? { file, expiresAt: read.expiresAt };
}
