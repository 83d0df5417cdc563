/** What the step leaves for the part that runs after the job: GitHub keeps it, whatever becomes of the process. */
import { getState, saveState } from "@actions/core";

export type Stage =
  /** Nothing was run yet, or all that was run has been told. */
  | { readonly stage: "begun" | "ended" }
  | {
      readonly stage: "applying";
      readonly folder: string;
      /** Names of the journals that were there before. */
      readonly journals: readonly string[];
      /** The one that is told how it ended. */
      readonly pullRequest: number | null;
    };

const key = "stage";

export function noteStage(stage: Stage): void {
  saveState(key, JSON.stringify(stage));
}

/** Null in the step itself, which comes first. */
export function readStage(): Stage | null {
  const text = getState(key);
  const value: unknown = text === "" ? null : JSON.parse(text);
  return isStage(value) ? value : null;
}

/** Nobody else writes under this key. */
function isStage(value: unknown): value is Stage {
  return typeof value === "object" && value !== null && "stage" in value;
}
