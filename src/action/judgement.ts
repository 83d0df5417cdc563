/** Whether the step went well, by what the program found and what the workflow calls a failure. */
import { error } from "@actions/core";
import { type ExitCode, exitCodes } from "../cli/exit-code.ts";
import type { Inputs, ReasonToFail } from "./inputs.ts";
import { changesAnything, isDrifted } from "./outputs.ts";
import type { Ran } from "./program.ts";

/** The exit code of the step. A difference is what `diff` and `drift` are there to find: it fails a step that says so. */
export function judge({ code, report }: Ran, { failOn }: Inputs): ExitCode {
  if (code !== exitCodes.done && code !== exitCodes.differenceFound) return code;
  const isSo: Readonly<Record<ReasonToFail, boolean>> = {
    changes: changesAnything(report),
    drift: isDrifted(report) ?? false,
    warnings: report?.diagnostics.some(({ severity }) => severity === "warning") ?? false,
  };
  const reasons = failOn.filter((reason) => isSo[reason]);
  if (reasons.length === 0) return exitCodes.done;
  error(`There are ${reasons.join(" and ")}, which fail-on names.`, { title: "signpost" });
  return exitCodes.differenceFound;
}
