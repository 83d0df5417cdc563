/** Who gets what as a picture: from the name through the classes of clients to the answers, now and after. */
import type { TrafficRow, TrafficTable } from "../plan/traffic.ts";
import type { Cluster, Graph, GraphEdge, GraphNode } from "./graph.ts";
import { nameClients } from "./table.ts";
import { percent, printable } from "./text.ts";

type Side = "now" | "after";

/** Classes of clients in one picture; a larger one nobody can read. */
const mostRows = 12;
const mostAnswers = 8;

/**
 * A box for each side. Null where a picture would be too large, or nothing moves.
 *
 * @param titles - what stands above the sides
 */
export function drawTraffic(
  name: string,
  { rows }: TrafficTable,
  titles: Readonly<Record<Side, string | null>>,
): Graph | null {
  const isLarge = rows.some((row) => Math.max(row.now?.length ?? 0, row.after?.length ?? 0) > mostAnswers);
  const isMoving = rows.some(({ now, after }) => JSON.stringify(now) !== JSON.stringify(after));
  if (rows.length > mostRows || isLarge || !isMoving) return null;
  const edges: GraphEdge[] = [];
  const clusters = (["now", "after"] as const).flatMap((side): readonly Cluster[] => {
    const title = titles[side];
    return title === null ? [] : [drawSide(name, rows, side, title, edges)];
  });
  return { clusters, edges };
}

function drawSide(
  name: string,
  rows: readonly TrafficRow[],
  side: Side,
  title: string,
  edges: GraphEdge[],
): Cluster {
  const nodes: GraphNode[] = [];
  const answers = new Map<string, string>();
  const add = (shape: GraphNode["shape"], line: string): string => {
    const id = `${side}${nodes.length + 1}`;
    nodes.push({ id, shape, lines: [printable(line)] });
    return id;
  };
  const join = (from: string, to: string, label: string | null) =>
    edges.push({ from, to, label, kind: "plain" });
  const answerOf = (label: string): string => {
    const id = answers.get(label) ?? add("endpoint", label);
    answers.set(label, id);
    return id;
  };
  const record = add("record", name);
  for (const row of rows) {
    const from = rows.length === 1 ? record : add("choice", nameClients(row.clients));
    if (from !== record) join(record, from, null);
    const shares = row[side];
    if (shares === null) join(from, answerOf("unknown"), null);
    else if (shares.length === 0) join(from, answerOf("no answer"), null);
    else for (const { label, share } of shares) join(from, answerOf(label), percent(share));
  }
  return { id: `${side}Side`, title, nodes };
}
