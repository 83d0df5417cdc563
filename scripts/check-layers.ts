/** Holds the imports of `src/` to the table in `layers.ts`. */
import { isBuiltin } from "node:module";
import ts from "typescript";
import { type Import, listImports, packageOf } from "./imports.ts";
import { edge, exceptions, type Manner, packages, pureBuiltins, rooms, vendors } from "./layers.ts";
import { type Breach, lineOf, parseTypeScript, readSourceTexts, walkSyntax } from "./source-tree.ts";

/** Every import, and every reach for the outside, that the table of layers does not allow. */
export function checkLayers(root: string): readonly Breach[] {
  return readSourceTexts(root, [".ts"])
    .filter((source) => source.path.startsWith("src/"))
    .map(parseTypeScript)
    .flatMap((tree) => [
      ...listImports(tree).flatMap((found) => judgeImport(tree.fileName, found)),
      ...findOutsideGlobals(tree),
    ]);
}

function judgeImport(file: string, found: Import): Breach[] {
  const complain = (message: string): Breach[] => [{ file, line: found.line, message }];
  if (found.own) return judgeOwn(file, found).flatMap(complain);
  const builtin = isBuiltin(found.target);
  const message = builtin ? judgeBuiltin(file, found.target) : judgePackage(file, found);
  return message === null ? [] : complain(message);
}

function judgeOwn(file: string, found: Import): string[] {
  if (exceptions.some(({ from, to }) => file.startsWith(from) && found.target.startsWith(to))) return [];
  return [judgeRoom(file, found), judgeVendor(file, found.target)].filter((message) => message !== null);
}

function judgeRoom(file: string, found: Import): string | null {
  const from = roomOf(file);
  const to = roomOf(found.target);
  const room = from === null ? undefined : rooms[from];
  if (from === null || room === undefined) return `${file} is in no room of scripts/layers.ts.`;
  if (from === to) return null;
  const allowed = to === null ? undefined : room.imports[to];
  const what = `${from} may not import ${to ?? found.target}`;
  if (allowed === undefined) return `${what}: ${room.reason}`;
  return permits(allowed, found.manner) ? null : `${what} but ${inWords[allowed]}: ${room.reason}`;
}

function judgeVendor(file: string, target: string): string | null {
  const from = vendorOf(file);
  const to = vendorOf(target);
  if (from !== null && target === "src/provider/registry.ts") return vendors.registryReason;
  if (to === null || from === to || vendors.importers.some((importer) => importer === file)) return null;
  return vendors.reason;
}

function judgeBuiltin(file: string, target: string): string | null {
  if (!target.startsWith("node:")) return `Write node:${target}, so that no package can take its place.`;
  if (pureBuiltins.some((pure) => pure === target) || isAt(file, edge.homes)) return null;
  return `${target} is not allowed here: ${edge.reason}`;
}

function judgePackage(file: string, found: Import): string | null {
  const name = packageOf(found.target);
  const rule = packages[name];
  if (rule === undefined) return `${name} has no home: give it one in scripts/layers.ts, with the reason.`;
  return isAt(file, rule.homes) ? null : `${name} is not allowed here: ${rule.reason}`;
}

function findOutsideGlobals(tree: ts.SourceFile): Breach[] {
  if (isAt(tree.fileName, edge.homes)) return [];
  const found: Breach[] = [];
  walkSyntax(tree, (node) => {
    const name = nameOutside(node);
    if (name === null) return;
    found.push({
      file: tree.fileName,
      line: lineOf(tree, node),
      message: `${name} is not allowed here: ${edge.reason}`,
    });
  });
  return found;
}

function nameOutside(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) {
    return "new Date()";
  }
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    if (edge.calls.some((call) => call === text)) return text;
  }
  // Only a use of the global: not `x.process`, not a name that is declared or imported here.
  if (!ts.isIdentifier(node) || !edge.globals.some((name) => name === node.text)) return null;
  const { parent } = node;
  const used =
    (ts.isPropertyAccessExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && (parent.expression === node || parent.arguments.includes(node)));
  return used ? node.text : null;
}

const inWords: Readonly<Record<Manner, string>> = {
  any: "freely",
  types: "as types (`import type`)",
  lazy: "lazily (`import()`) or as types",
};

function permits(allowed: Manner, used: Manner): boolean {
  return allowed === "any" || used === "types" || (allowed === "lazy" && used === "lazy");
}

function roomOf(path: string): string | null {
  if (path === "src/index.ts") return "index";
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function vendorOf(path: string): string | null {
  return /^src\/provider\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** A home is a room, a file, or, with a slash at its end, a folder; `*` stands for one folder's name. */
function isAt(file: string, homes: readonly string[]): boolean {
  return homes.some((home) => {
    if (!home.includes("/")) return roomOf(file) === home;
    const pattern = home.replaceAll(".", "\\.").replaceAll("*", "[^/]+");
    return new RegExp(`^${pattern}${home.endsWith("/") ? "" : "$"}`).test(file);
  });
}
