/** Where two providers would answer differently, as a table. */
import type { ComparedName, Comparison, DifferingCell, Manner } from "../plan/comparison.ts";
import { nameClients, renderTable, type TableRow } from "./table.ts";
import { count, printable } from "./text.ts";
import { renderShares } from "./traffic.ts";

/** The lines about one name; none where all providers do the same. */
export function renderComparedName(
  { differing, manners }: ComparedName,
  { providers }: Comparison,
  width: number,
): readonly string[] {
  const titles = providers.map(({ title }) => title);
  const rows = [
    ...differing.map((cell) => ({ name: nameCell(cell), cells: cell.answers.map(renderShares) })),
    ...mannerRows(manners),
  ].map(
    ({ name, cells }): TableRow => ({
      name,
      cells,
      stacked: cells.map((cell, position) => [titles[position] ?? "", cell]),
    }),
  );
  return rows.length === 0 ? [] : renderTable(["where they differ", ...titles], rows, width);
}

/** "Compared: Route 53 and Cloudflare answer alike (…: 6 cells)". */
export function renderCompared({ providers, names }: Comparison): string {
  const who = providers.map(({ title }) => title).join(" and ");
  const compared = names.reduce((sum, name) => sum + name.compared, 0);
  const differing = names.filter((name) => name.differing.length > 0).length;
  const said = differing === 0 ? "alike" : `differently at ${count(differing, "name")}`;
  return `Compared: ${who} answer ${said} (healthy, each single failure, all down: ${count(compared, "cell")})`;
}

function nameCell({ clients, down }: DifferingCell): string {
  const who = nameClients(clients);
  if (down === null) return `${who}, all down`;
  return down.length === 0 ? who : `${who}, ${down.map(printable).join(" and ")} down`;
}

const places: Readonly<Record<NonNullable<Manner["place"]>, string>> = {
  "subnet or resolver": "its subnet, else its resolver",
  resolver: "its resolver",
  "data centre": "the data centre that answers",
};
const nearnesses: Readonly<Record<NonNullable<Manner["nearness"]>, string>> = {
  "measured latency": "latency to AWS regions",
  distance: "distance",
  "round trips from data centres": "round trips from its data centres",
};

function mannerRows(
  manners: readonly Manner[],
): readonly { readonly name: string; readonly cells: readonly string[] }[] {
  const rows = [
    {
      name: "a client's place is that of",
      cells: manners.map(({ place }) => (place === null ? "nobody: all get the same" : places[place])),
    },
    {
      name: "who is nearest is judged by",
      cells: manners.map(({ nearness }) => (nearness === null ? "nothing" : nearnesses[nearness])),
    },
    { name: "a choice is kept for", cells: manners.map(({ kept }) => `${kept} s`) },
  ];
  return rows.filter(({ cells }) => new Set(cells).size > 1);
}
