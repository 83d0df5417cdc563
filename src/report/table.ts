/** Tables for a terminal: side by side where there is room for it, else each row's cells below one another. */
import { alignColumns, printable, wrap } from "./text.ts";

export interface TableRow {
  readonly name: string;
  /** In the order of the columns. */
  readonly cells: readonly string[];
  /** The same where the cells stand below one another, each with its title. */
  readonly stacked: readonly (readonly [title: string, cell: string])[];
}

/** The first of the headings is that of the names. */
export function renderTable(
  headings: readonly string[],
  rows: readonly TableRow[],
  width: number,
): readonly string[] {
  const lines = alignColumns([headings, ...rows.map(({ name, cells }) => [name, ...cells])], "   ");
  return lines.every((line) => line.length <= width) ? lines : stackTable(headings[0] ?? "", rows, width);
}

/** Each row's cells below one another. */
export function stackTable(heading: string, rows: readonly TableRow[], width: number): readonly string[] {
  const widest = Math.max(0, ...rows.flatMap(({ stacked }) => stacked.map(([title]) => title.length)));
  const body = rows.flatMap(({ name, stacked }) => [
    ...wrap(name, width - 2).map((line) => `  ${line}`),
    ...stacked.flatMap(([title, cell]) =>
      wrap(cell, width - widest - 6).map(
        (line, number) => `    ${(number === 0 ? title : "").padEnd(widest)}  ${line}`,
      ),
    ),
  ]);
  return [heading, ...body];
}

/** Places named in one row; more of them are counted. */
const mostNamed = 4;

/** Classes of clients that see the same. */
export function nameClients(clients: readonly string[]): string {
  const named = clients.slice(0, mostNamed).map(printable).join(", ");
  const more = clients.length - mostNamed;
  return more > 0 ? `${named} and ${more} more` : named;
}
