/** Schema → the types of what a file holds as written, everything readonly. */
import { compile } from "json-schema-to-typescript";
import ts from "typescript";
import { walkSyntax } from "../source-tree.ts";
import { stripKeywords } from "./strip-keywords.ts";
import { generatedFrom } from "./validator.ts";

/** The types of a file that keeps the schema; the root is called as `type` says. */
export async function generateWireTypes(schema: string, schemaText: string, type: string): Promise<string> {
  // Titles are phrases for people; types are named after the keys of $defs, and the root after us.
  const stripped = Object(stripKeywords(JSON.parse(schemaText), ["title", "$id"]));
  const text = await compile(stripped, type, {
    bannerComment: generatedFrom(schema),
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
    style: { printWidth: 110 },
  });
  return makeReadonly(text);
}

/** json-schema-to-typescript has no option for it, so `readonly` is put in front of each property and array. */
export function makeReadonly(text: string): string {
  const tree = ts.createSourceFile("wire.ts", text, ts.ScriptTarget.ES2023, true);
  const insertions: { readonly at: number; readonly text: string }[] = [];
  walkSyntax(tree, (node) => {
    const start = node.getStart(tree);
    if (ts.isPropertySignature(node) || ts.isIndexSignatureDeclaration(node)) {
      insertions.push({ at: start, text: "readonly " });
    }
    if (ts.isArrayTypeNode(node) || ts.isTupleTypeNode(node)) {
      const nested = ts.isArrayTypeNode(node.parent);
      insertions.push({ at: start, text: nested ? "(readonly " : "readonly " });
      if (nested) insertions.push({ at: node.end, text: ")" });
    }
  });
  // From the end, so that earlier offsets stay true. At one offset the outer one was found first.
  return insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((a, b) => b.at - a.at || b.order - a.order)
    .reduce((done, { at, text: added }) => done.slice(0, at) + added + done.slice(at), text);
}
