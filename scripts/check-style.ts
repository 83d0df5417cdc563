/** House rules that the linter can't express: casts, names, traces of a machine, unfinished work. */
import { posix } from "node:path";
import ts from "typescript";
import {
  type Breach,
  lineOf,
  parseTypeScript,
  readSourceTexts,
  type SourceText,
  walkSyntax,
} from "./source-tree.ts";

/**
 * Where data from outside gets its type. A cast claims what nobody has checked, so only code that has
 * just checked it may make one.
 */
const parsers: readonly RegExp[] = [
  /^src\/source\//,
  /^src\/policy\/(validate|names|resolve)[^/]*\.ts$/,
  /^src\/provider\/[^/]+\/(read|parse)[^/]*\.ts$/,
  /^src\/sandbox\/(.*\/)?(xml|store)[^/]*\.ts$/,
];

const vagueName = /(Manager|Helper|Helpers|Util|Utils)$/;
const vagueFile = /^(util|utils|helper|helpers|common|misc|shared|types|index)\.ts$/;

/** Absolute paths of somebody's machine. Temporary folders and devices are the same everywhere. */
const machinePath = /(?:^|[\s"'`(=])(\/(?:home|Users|root|work|workspace)\/[\w.-]+)/;
/** Spelled with brackets, so that this file passes its own check. */
const unfinished = /\b(T[O]DO|F[I]XME)\b/;

const codeEndings = [".ts", ".js", ".mjs"];
const textEndings = [...codeEndings, ".md", ".json", ".yaml", ".yml", ".sh", ".txt"];

/** Every breach of the house rules in the files below `root`. */
export function checkStyle(root: string): readonly Breach[] {
  const texts = readSourceTexts(root, textEndings).filter((source) => source.path !== "package-lock.json");
  return texts.flatMap((source) => [
    ...findLines(source, machinePath, (path) => `${path} is a path of one machine; write a relative one.`),
    ...(isCode(source.path) ? checkCode(source) : []),
  ]);
}

function isCode(path: string): boolean {
  return codeEndings.some((ending) => path.endsWith(ending));
}

function checkCode(source: SourceText): readonly Breach[] {
  const tree = parseTypeScript(source);
  return [
    ...findLines(source, unfinished, (mark) => `${mark}: finish it, or open an issue and say nothing here.`),
    ...findVagueFile(source.path),
    ...findInSyntax(tree),
  ];
}

function findLines(source: SourceText, rule: RegExp, say: (found: string) => string): readonly Breach[] {
  return source.text.split("\n").flatMap((text, index) => {
    const found = rule.exec(text)?.[1];
    return found === undefined ? [] : [{ file: source.path, line: index + 1, message: say(found) }];
  });
}

function findVagueFile(path: string): readonly Breach[] {
  const name = posix.basename(path);
  if (!vagueFile.test(name) || path === "src/index.ts") return [];
  return [{ file: path, line: 1, message: `${name} says nothing of what is inside; name what it does.` }];
}

function findInSyntax(tree: ts.SourceFile): readonly Breach[] {
  const mayCast = !tree.fileName.startsWith("src/") || parsers.some((parser) => parser.test(tree.fileName));
  const found: Breach[] = [];
  walkSyntax(tree, (node) => {
    const message = (mayCast ? null : judgeCast(node)) ?? judgeName(node);
    if (message !== null) found.push({ file: tree.fileName, line: lineOf(tree, node), message });
  });
  return found;
}

function judgeCast(node: ts.Node): string | null {
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return null;
  if (ts.isConstTypeReference(node.type)) return null;
  return `\`as ${node.type.getText()}\` outside a parser: check it with a type guard.`;
}

function judgeName(node: ts.Node): string | null {
  const named =
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node);
  const name = named ? node.name?.text : undefined;
  if (name === undefined || !vagueName.test(name)) return null;
  return `${name} says nothing of what it does; use the field's own word.`;
}
