/** What a module imports, however it is written. */
import { posix } from "node:path";
import ts from "typescript";
import type { Manner } from "./layers.ts";
import { lineOf, walkSyntax } from "./source-tree.ts";

export interface Import {
  /** A path relative to the repository for our own modules, else as written. */
  readonly target: string;
  readonly own: boolean;
  readonly line: number;
  /** "any": loaded with the importing module; "lazy": `import()`; "types": gone at run time. */
  readonly manner: Manner;
}

/** All imports of a module: `import`, `export … from`, `import()`, `require()` and `import("…").Type`. */
export function listImports(tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  walkSyntax(tree, (node) => {
    const written = readImport(node);
    if (written === null) return;
    const own = written.specifier.startsWith(".");
    found.push({
      target: own ? posix.join(posix.dirname(tree.fileName), written.specifier) : written.specifier,
      own,
      line: lineOf(tree, node),
      manner: written.manner,
    });
  });
  return found;
}

/** The package of a bare specifier: `@scope/name/file` is of `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function readImport(node: ts.Node): { specifier: string; manner: Manner } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typed = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier.text, manner: typed ? "types" : "any" };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, manner: node.isTypeOnly ? "types" : "any" };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal) ? { specifier: literal.text, manner: "types" } : null;
  }
  if (ts.isCallExpression(node)) return readCall(node);
  return null;
}

/** An import whose name is computed can't be checked, so it is reported under a name that no rule allows. */
function readCall(node: ts.CallExpression): { specifier: string; manner: Manner } | null {
  const lazy = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const required = ts.isIdentifier(node.expression) && node.expression.text === "require";
  if (!lazy && !required) return null;
  const [argument] = node.arguments;
  const specifier = argument && ts.isStringLiteralLike(argument) ? argument.text : "<computed>";
  return { specifier, manner: lazy ? "lazy" : "any" };
}
