/** A graph as a Mermaid flowchart, as GitHub and GitLab draw it. */
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

const brackets = {
  record: ['(["', '"])'],
  choice: ['{{"', '"}}'],
  endpoint: ['["', '"]'],
  drained: ['["', '"]'],
} as const satisfies Readonly<Record<GraphNode["shape"], readonly [string, string]>>;

const arrows = { plain: "-->", stay: "==>", drained: "-.->" } as const satisfies Readonly<
  Record<GraphEdge["kind"], string>
>;

/** Ends with a line break. Several policies are a box each. */
export function renderMermaid({ clusters, edges }: Graph): string {
  const boxed = clusters.length > 1;
  const nodes = clusters.flatMap(({ id, title, nodes: inside }) => {
    const lines = inside.map(renderNode);
    return boxed ? [`subgraph ${id}["${escapeLabel(title)}"]`, ...lines.map(indent), "end"] : lines;
  });
  const drained = clusters.flatMap(({ nodes: inside }) =>
    inside.flatMap(({ id, shape }) => (shape === "drained" ? [id] : [])),
  );
  const faded =
    drained.length === 0
      ? []
      : ["classDef drained stroke-dasharray: 4 4", `class ${drained.join(",")} drained`];
  return `${["flowchart LR", ...[...nodes, ...edges.map(renderEdge), ...faded].map(indent)].join("\n")}\n`;
}

function indent(line: string): string {
  return `  ${line}`;
}

function renderNode({ id, shape, lines }: GraphNode): string {
  const [open, close] = brackets[shape];
  return `${id}${open}${lines.map(escapeLabel).join("<br/>")}${close}`;
}

function renderEdge({ from, to, label, kind }: GraphEdge): string {
  const said = label === null ? "" : `|"${escapeLabel(label)}"|`;
  return `${from} ${arrows[kind]}${said} ${to}`;
}

/**
 * Mermaid takes labels for HTML and Markdown, and `#` for an entity, so that all but plain characters are
 * entities (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters). The signs for times and minus
 * are as plain.
 */
function escapeLabel(text: string): string {
  return text.replace(
    /[^\p{L}\p{N} .,:/%+\u00d7\u2212-]|%(?=%)/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
