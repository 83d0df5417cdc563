/** Graphs: what is drawn, and that no name or path breaks out of its label. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { drawGraph, type Graph } from "../../src/report/graph.ts";
import { renderDot } from "../../src/report/graph-dot.ts";
import { renderMermaid } from "../../src/report/graph-mermaid.ts";
import { nameOf } from "../../src/steering/geography.ts";
import { found } from "../cli/found.ts";

const folder = join(import.meta.dirname, "../../examples");
const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function draw(...texts: readonly string[]): Graph {
  const policies = texts.map((text, position) => {
    const { policy, records, diagnostics } = checkPolicy({ path: `${position}.yaml`, text });
    if (policy === null) throw new Error(JSON.stringify(diagnostics));
    return { policy, records };
  });
  return drawGraph(policies, nameOf);
}

/** The labels of the edges, from the first line of a node to the first line of another. */
function describeEdges({ clusters, edges }: Graph): readonly string[] {
  const names = new Map(clusters.flatMap(({ nodes }) => nodes.map(({ id, lines }) => [id, lines[0]])));
  return edges.map(({ from, to, label, kind }) => {
    const arrow = { plain: "→", stay: "⇒", drained: "⇢" }[kind];
    return `${names.get(from)} ${arrow}${label === null ? "" : ` ${label}:`} ${names.get(to)}`;
  });
}

// A strict grammar of the part of Mermaid that is written here. Labels hold nothing that means something
// to Mermaid, HTML or Markdown.
const label = String.raw`(?!.*%%)(?:[\p{L}\p{N} .,:/%+×−-]|#\d+;|<br/>)+`;
const mermaidLine = new RegExp(
  String.raw`^(?:flowchart LR|(?: {2}){1,2}(?:n\d+(?:\(\["${label}"\]\)|\{\{"${label}"\}\}|\["${label}"\])|n\d+ (?:-->|==>|-\.->)(?:\|"${label}"\|)? n\d+|subgraph p\d+\["${label}"\]|end|classDef drained stroke-dasharray: 4 4|class n\d+(?:,n\d+)* drained))$`,
  "u",
);
const text = String.raw`"(?:[^"\\\p{Cc}]|\\\\|\\"|\\n)*"`;
const dotLine = new RegExp(
  String.raw`^(?:digraph signpost \{|(?: {2}){0,2}(?:rankdir="LR";|(?:node|edge) \[fontname="sans-serif"\];|"n\d+" \[label=${text}, shape="\w+"(?:, style="[\w,]+")?\];|"n\d+" -> "n\d+"(?: \[(?:label=${text})?(?:, )?(?:style="\w+")?\])?;|subgraph "cluster_p\d+" \{|label=${text};|\}))$`,
  "u",
);

function expectGrammar(graph: Graph): void {
  for (const line of renderMermaid(graph).trimEnd().split("\n")) expect(line).toMatch(mermaidLine);
  for (const line of renderDot(graph).trimEnd().split("\n")) expect(line).toMatch(dotLine);
}

/** Graphviz itself, where it is installed. */
const graphviz = found("dot");

describe.each(examples)("%s", (name) => {
  const graph = draw(readFileSync(join(folder, name), "utf8"));

  test("keeps the grammar of both languages", () => expectGrammar(graph));

  test("leads from every record to endpoints, and draws nothing that isn't reached", () => {
    const nodes = graph.clusters.flatMap((cluster) => cluster.nodes);
    const reached = new Set(graph.edges.map(({ to }) => to));
    const left = new Set(graph.edges.map(({ from }) => from));
    for (const { id, shape } of nodes) {
      expect(reached.has(id)).toBe(shape !== "record");
      expect(left.has(id)).toBe(shape === "record" || shape === "choice");
    }
  });

  test.runIf(graphviz)("is read by Graphviz", () => {
    const nodes = graph.clusters.flatMap((cluster) => cluster.nodes);
    const drawn = execFileSync("dot", ["-Tplain"], { input: renderDot(graph), encoding: "utf8" });
    expect(drawn.match(/^node /gmu)).toHaveLength(nodes.length);
    expect(drawn.match(/^edge /gmu)).toHaveLength(graph.edges.length);
  });
});

const policy = (records: string, more = "") => `version: 1
name: web
zone: example.com
healthChecks: { web: { type: http, path: /up, host: www.example.com } }
endpoints:
  a: { ipv4: 192.0.2.1, healthCheck: web }
  b: { ipv4: 192.0.2.2, ipv6: "2001:db8::2", healthCheck: web }
  c: { ipv4: 192.0.2.3 }
${more}records: ${records}
`;

test("weights are shares, and a drained member is shown as such", () => {
  const graph = draw(
    policy(
      "{ www: { ttl: 30s, types: [A], to: { weighted: [{ to: a, weight: 3 }, { to: b, weight: 1, name: canary }, { to: c, weight: 0 }] } } }",
    ),
  );
  expect(describeEdges(graph)).toEqual([
    "www.example.com → weighted",
    "weighted → 75 %: a",
    "weighted → canary 25 %: b",
    "weighted ⇢ drained, weight 0: c",
  ]);
});

test("a part that is used twice is drawn once, an order has numbers, and who stays is marked", () => {
  const parts = "policies: { near: { failover: [a, b] } }\n";
  const to =
    "{ geolocation: [{ from: { continents: [EU, AF], countries: [US, CA, MX] }, to: { use: near }, whenDown: stay }, { from: anywhere, to: { failover: [c, { use: near }] } }] }";
  const graph = draw(policy(`{ www: { ttl: 30s, types: [A], to: ${to} } }`, parts));
  expect(describeEdges(graph)).toEqual([
    "www.example.com → geolocation",
    "geolocation ⇒ United States, Canada, Mexico, Europe, Africa, stays: near",
    "geolocation → anywhere: failover",
    "near → 1st: a",
    "near → 2nd: b",
    "failover → 1st: c",
    "failover → 2nd: near",
  ]);
});

test("endpoints show their addresses and how they are watched", () => {
  const [cluster] = draw(policy("{ www: { ttl: 30s, types: [A], to: { multivalue: [b, c] } } }")).clusters;
  expect(cluster?.nodes.map(({ lines }) => lines)).toEqual([
    ["www.example.com", "A, ttl 30 s"],
    ["multivalue"],
    ["b", "192.0.2.2", "2001:db8::2", "http port 80 /up, 3 × 30 s"],
    ["c", "192.0.2.3", "no check"],
  ]);
});

test("several policies are boxes, with ids of their own", () => {
  const one = policy("{ www: { ttl: 30s, to: c } }");
  const graph = draw(one, one.replace("name: web", "name: end"));
  expectGrammar(graph);
  expect(renderMermaid(graph)).toContain('subgraph p2["end in example.com"]');
  const ids = graph.clusters.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
});

test("hostile names and paths stay inside their labels", () => {
  const hostile = String.raw`/"]-->|<script>alert(1)</script>#quot;\`{}()&amp;\\N;%%\\`;
  const graph = draw(
    policy('{ "*.a_b": { ttl: 30s, to: end }, "@": { ttl: 30s, to: { failover: [end, subgraph] } } }')
      .replace("/up", JSON.stringify(hostile.replaceAll("\\`", "`")))
      .replace(
        / {2}a: .*\n {2}b: .*\n {2}c: .*/u,
        "  end: { ipv4: 192.0.2.1, healthCheck: web }\n  subgraph: { ipv4: 192.0.2.2, healthCheck: web }",
      ),
  );
  expectGrammar(graph);
  // Told in entities, the path is whole.
  const written = renderMermaid(graph).replaceAll(/#(\d+);/gu, (_, code) =>
    String.fromCodePoint(Number(code)),
  );
  expect(written).toContain(
    `http port 80 ${JSON.parse(JSON.stringify(hostile.replaceAll("\\`", "`")))}, 3 × 30 s`,
  );
});
