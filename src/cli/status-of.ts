import { type Stats, statSync } from "node:fs";

/** What a path leads to; null when that can't be told, for whatever reason: whoever opens it will be told which. */
export function statusOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return null;
  }
}
