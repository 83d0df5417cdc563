/** The repository's files, as the checks see them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A broken rule. `line` counts from 1. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface SourceText {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const ignoredFolders: ReadonlySet<string> = new Set([
  ".git",
  ".signpost",
  "coverage",
  "dist",
  "generated",
  "node_modules",
]);

/** Every file below `root` whose path ends in one of `endings`, sorted. Output of tools is left out. */
export function readSourceTexts(root: string, endings: readonly string[]): readonly SourceText[] {
  return listPaths(root, "")
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function listPaths(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : listPaths(root, path);
      return entry.isFile() ? [path] : [];
    });
}

export function parseTypeScript(source: SourceText): ts.SourceFile {
  return ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2023, true);
}

export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Calls `visit` for each node below `tree`, parents first. */
export function walkSyntax(tree: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, descend);
  };
  ts.forEachChild(tree, descend);
}
