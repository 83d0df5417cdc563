/** The command line that a step's inputs stand for. */
import type { Event } from "./event.ts";
import type { Inputs, Ramp } from "./inputs.ts";

/** Where the reports of a run go, beside its log. */
export interface ReportFiles {
  readonly json: string;
  readonly markdown: string;
}

/**
 * The words after `signpost`.
 *
 * @param digest - of the only change that may be made; null where any may
 */
export function wordsFor(
  inputs: Inputs,
  event: Event | null,
  files: ReportFiles,
  digest: string | null,
): readonly string[] {
  const { command, policy, planFile, sarifFile } = inputs;
  const option = (name: string, value: string | null) => (value === null ? [] : [`${name}=${value}`]);
  const reports = [
    `--out-json=${files.json}`,
    `--out-markdown=${files.markdown}`,
    ...option("--out-sarif", sarifFile),
  ];
  // Commands that reach a provider, and those that plan there.
  const reaching = [
    command,
    ...reports,
    ...(inputs.sandbox ? ["--sandbox"] : []),
    ...option("--provider", inputs.provider),
  ];
  const planning = [...reaching, ...inputs.allow.map((one) => `--allow=${one}`)];
  switch (command) {
    case "validate":
      return [command, ...reports, "--", ...policy];
    case "diff":
      return [command, ...reports, "--", `${baseOf(inputs, event)}...HEAD`, ...policy];
    case "plan":
      return [...planning, ...option("--out", planFile), "--", ...policy];
    case "apply":
      return [
        ...planning,
        ...option("--expect", digest),
        "--yes",
        "--no-input",
        `--wait=${inputs.wait}`,
        "--",
        ...(planFile === null ? policy : [planFile]),
      ];
    case "drift":
      return [...reaching, "--", ...policy];
    case "ramp":
      return [...reaching, ...wordsForRamp(inputs.ramp), ...policy];
  }
}

function wordsForRamp(ramp: Ramp | null): readonly string[] {
  if (ramp === null) return ["--"];
  const { record, member, to } = ramp;
  return "percent" in to
    ? ["--", record, `${member}=${to.percent.replace(/%$/u, "")}`]
    : [`--steps=${to.steps}`, "--next", "--", record, member];
}

/** A pull request is compared with the branch that it goes to. */
function baseOf({ baseRef }: Inputs, event: Event | null): string {
  return baseRef ?? `origin/${event?.pullRequest?.baseRef || "main"}`;
}
