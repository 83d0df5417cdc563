/** Finding and reading policy files. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceFile } from "../source/document.ts";

export interface FoundFiles {
  readonly files: readonly SourceFile[];
  /** Files that can't be found or read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is meant when no file is named. */
const defaults = ["signpost.yaml", "dns"];

/** Reads the named files and directories; without names, `signpost.yaml`, else `dns/`. Null: there is neither. */
export function readPolicies(named: readonly string[], folder: string): FoundFiles | null {
  const present = defaults.find((name) => existsSync(resolve(folder, name)));
  const wanted = named.length > 0 ? named : present === undefined ? null : [present];
  if (wanted === null) return null;
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of wanted) {
    const path = resolve(folder, name);
    const shown = showPath(folder, path);
    try {
      const inside = statSync(path).isDirectory() ? listPolicies(path) : [path];
      if (inside.length === 0) diagnostics.push(diagnose("directory-empty", { path: shown }, null));
      for (const file of inside) files.push({ path: showPath(folder, file), text: readText(file) });
    } catch (error) {
      const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
      diagnostics.push(diagnose("file-unreadable", { path: shown, detail }, null));
    }
  }
  return { files, diagnostics };
}

/** Relative to the working directory where that is shorter, with forward slashes. */
function showPath(folder: string, path: string): string {
  const shown = relative(folder, path).split(sep).join("/");
  return shown === "" || shown.startsWith("../../") ? path : shown;
}

/** All *.yaml, *.yml and *.json below, without dot folders and saved plans. */
function listPolicies(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith(".")) return [];
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listPolicies(path);
      const isPolicy = /\.(?:ya?ml|json)$/u.test(entry.name) && !entry.name.endsWith(".plan.json");
      return entry.isFile() && isPolicy ? [path] : [];
    });
}

/** Invalid UTF-8 is an error: guessing at an encoding would change names in silence. */
function readText(path: string): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
}
