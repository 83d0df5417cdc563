/** Markdown as GitHub reads it, with tables, strikethrough and bare links. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
}

export function parseMarkdown(text: string): MarkdownNode {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** All nodes of these types, in order. */
export function nodesOf(tree: MarkdownNode, ...types: readonly string[]): readonly MarkdownNode[] {
  const own = types.includes(tree.type) ? [tree] : [];
  return [...own, ...(tree.children ?? []).flatMap((child) => nodesOf(child, ...types))];
}

/** What a reader sees, code included. */
export function textOf({ type, value, children }: MarkdownNode): string {
  if (type === "html") return "";
  return (value ?? "") + (children ?? []).map(textOf).join("");
}

/** What GitHub looks through for mentions and references: everything but code, in Markdown or HTML. */
export function wordsOf(tree: MarkdownNode): string {
  let within = 0;
  const visit = ({ type, value = "", children = [] }: MarkdownNode): string => {
    if (type === "html") {
      within += (value.match(/<code>/gu) ?? []).length - (value.match(/<\/code>/gu) ?? []).length;
      return "";
    }
    if (type === "inlineCode" || type === "code" || within > 0) return " ";
    return value + children.map(visit).join("");
  };
  return visit(tree);
}

/** The blocks of a document without what stands in them: nothing from outside may change these. */
export function skeletonOf(tree: MarkdownNode): readonly string[] {
  const { type, value = "", children = [] } = tree;
  switch (type) {
    case "table":
      return [`table ${children.map((row) => row.children?.length).join()}`];
    case "paragraph":
    case "heading":
      return [type];
    case "html":
      return [`html ${value.replace(/<code>.*?<\/code>/gsu, "").replace(/<!--.*?-->/gsu, "marker")}`];
    case "code":
      return [`code ${value.split("\n").length}`];
    default:
      return [type, ...children.flatMap(skeletonOf)];
  }
}

const harmless = new Set(["text", "inlineCode", "strong", "emphasis", "break"]);

/** What else stands within paragraphs and cells: links, pictures, markup. Tags that reports write themselves left out. */
export function strangersIn(tree: MarkdownNode): readonly string[] {
  const inline = nodesOf(tree, "paragraph", "heading", "tableCell").flatMap(({ children = [] }) => children);
  return inline.flatMap((node) =>
    harmless.has(node.type) || (node.type === "html" && /^<(?:\/?code|br)>$/u.test(node.value ?? ""))
      ? []
      : [`${node.type} ${node.value ?? textOf(node)}`],
  );
}
