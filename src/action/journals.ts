/** Where the program keeps its journals, below the working directory. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { usualFolder } from "../cli/journal-file.ts";

/** Their names, the oldest first. */
export function listJournals(folder: string): readonly string[] {
  const into = join(folder, usualFolder);
  if (!existsSync(into)) return [];
  return readdirSync(into)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
}
