/** A graph in the DOT language of Graphviz. */
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

const shapes = {
  record: 'shape="box", style="rounded,bold"',
  choice: 'shape="hexagon"',
  endpoint: 'shape="box"',
  drained: 'shape="box", style="dashed"',
} as const satisfies Readonly<Record<GraphNode["shape"], string>>;

const styles = { plain: null, stay: 'style="bold"', drained: 'style="dashed"' } as const satisfies Readonly<
  Record<GraphEdge["kind"], string | null>
>;

/** Ends with a line break. Several policies are a box each. */
export function renderDot({ clusters, edges }: Graph): string {
  const boxed = clusters.length > 1;
  const nodes = clusters.flatMap(({ id, title, nodes: inside }) => {
    const lines = inside.map(renderNode);
    if (!boxed) return lines;
    return [`subgraph "cluster_${id}" {`, ...[`label=${quote([title])};`, ...lines].map(indent), "}"];
  });
  const head = ['rankdir="LR";', 'node [fontname="sans-serif"];', 'edge [fontname="sans-serif"];'];
  return `${["digraph signpost {", ...[...head, ...nodes, ...edges.map(renderEdge)].map(indent), "}"].join("\n")}\n`;
}

function indent(line: string): string {
  return `  ${line}`;
}

function renderNode({ id, shape, lines }: GraphNode): string {
  return `"${id}" [label=${quote(lines)}, ${shapes[shape]}];`;
}

function renderEdge({ from, to, label, kind }: GraphEdge): string {
  const attributes = [label === null ? null : `label=${quote([label])}`, styles[kind]];
  const written = attributes.filter((attribute) => attribute !== null);
  return `"${from}" -> "${to}"${written.length === 0 ? "" : ` [${written.join(", ")}]`};`;
}

/** In quotes a backslash begins an escape such as `\N`, the node's name (https://graphviz.org/doc/info/attrs.html#k:escString). */
function quote(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll("\\", "\\\\").replaceAll('"', '\\"')).join("\\n")}"`;
}
