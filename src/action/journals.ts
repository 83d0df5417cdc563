/** Where the program keeps its journals, below the working directory. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const journalFolder = ".signpost/journal";

/** Their names, the oldest first. */
export function listJournals(folder: string): readonly string[] {
  const into = join(folder, journalFolder);
  if (!existsSync(into)) return [];
  return readdirSync(into)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
}
