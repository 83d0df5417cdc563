/** Whether the policies of a saved plan still say what they said. */
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { digestPolicy } from "../../plan/file/policy-digest.ts";
import type { SavedPlan } from "../../plan/generated/wire.ts";
import { loadParsed } from "../../policy/load.ts";
import { type Reading, readPolicies } from "../files.ts";
import { statusOf } from "../status-of.ts";

/** How its policies are read again. */
export function readingOf({ reading: { root, maxFileSize } }: SavedPlan): Reading {
  return { root: root ?? undefined, maxFileSize: maxFileSize ?? undefined };
}

/**
 * What is told of each policy that changed or can't be found. Nothing of what the files hold: a plan may have been made to
 * name any file of the machine.
 */
export function findChangedPolicies(saved: SavedPlan, folder: string): readonly Diagnostic[] {
  return saved.policies.flatMap(({ file, policy, digest }) => {
    const now = digestNow(saved, file, folder);
    const args = { path: file, policy, isGone: now === null };
    return now === digest ? [] : [diagnose("plan-policy-changed", args, null)];
  });
}

/** Null where there is no such file. */
function digestNow(saved: SavedPlan, file: string, folder: string): string | null {
  const { root } = saved.reading;
  // What is no plain file, such as a pipe, could keep us waiting for ever.
  if (file.includes("\0") || statusOf(resolve(folder, file))?.isFile() !== true) return null;
  if (root !== null && statusOf(resolve(folder, root))?.isDirectory() !== true) return null;
  if (file.endsWith(".plan.json")) return null;
  for (const { parsed, find } of readPolicies([file], folder, readingOf(saved))?.files ?? []) {
    return digestPolicy(loadParsed(parsed, find).files);
  }
  return null;
}
