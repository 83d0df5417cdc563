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
  const diagnostics: Diagnostic[] = [];
  /** What `read` makes of a path; null, and a diagnostic, when it can't be read. */
  const attempt = <T>(path: string, read: (path: string) => T): T | null => {
    try {
      return read(path);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      const args = { path: showPath(folder, path), reason: String(error.code) };
      diagnostics.push(diagnose("file-unreadable", args, null));
      return null;
    }
  };
  // A file that is named twice, or beside its directory, is read once.
  const paths = new Set<string>();
  for (const name of wanted) {
    const path = resolve(folder, name);
    const inside = attempt(path, () => (statSync(path).isDirectory() ? listPolicies(path) : [path]));
    if (inside?.length === 0) {
      diagnostics.push(diagnose("directory-empty", { path: showPath(folder, path) }, null));
    }
    for (const file of inside ?? []) paths.add(file);
  }
  const files = [...paths].flatMap((path): readonly SourceFile[] => {
    const text = attempt(path, readText);
    return text === null ? [] : [{ path: showPath(folder, path), text }];
  });
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
