/** Who gets what, as a table. */
import type { Shares, TrafficTable } from "../plan/traffic.ts";
import { alignColumns, percent, printable, wrap } from "./text.ts";

/** Places named in one row; more of them are counted. */
const mostNamed = 4;

/** The lines of a table; stacked instead of side by side where the terminal is too narrow. */
export function renderTraffic(table: TrafficTable, isNew: boolean, width: number): readonly string[] {
  const failing = table.failing === null ? [] : [`if ${table.failing} is down`];
  const header = [
    table.estimated ? "who gets what, estimated" : "who gets what",
    ...(isNew ? [] : ["now"]),
    "after",
    ...failing,
  ];
  const rows = table.rows.map((row) => {
    const after = isNew || !isSame(row.now, row.after) ? renderShares(row.after) : "=";
    const failed = isSame(row.after, row.failed) ? "=" : renderShares(row.failed);
    return [
      nameClients(row.clients),
      ...(isNew ? [] : [renderShares(row.now)]),
      after,
      ...(table.failing === null ? [] : [failed]),
    ];
  });
  const lines = alignColumns([header, ...rows], "   ");
  if (lines.every((line) => line.length <= width)) return lines;
  const [title = "", ...columns] = header;
  const stacked = rows.flatMap(([clients = "", ...cells]) => [
    ...wrap(clients, width - 2),
    ...stack(columns, cells, width - 4).map((line) => `  ${line}`),
  ]);
  return [title, ...stacked.map((line) => `  ${line}`)];
}

/** A row's cells below one another, each with the title of its column. */
function stack(columns: readonly string[], cells: readonly string[], width: number): readonly string[] {
  const widest = Math.max(...columns.map((column) => column.length));
  return cells.flatMap((cell, position) =>
    wrap(cell, width - widest - 2).map(
      (line, number) => `${(number === 0 ? (columns[position] ?? "") : "").padEnd(widest)}  ${line}`,
    ),
  );
}

/** "eu-a 90 % · eu-b 10 %". */
function renderShares(shares: Shares): string {
  if (shares === null) return "?";
  if (shares.length === 0) return "no answer";
  return shares.map(({ label, share }) => `${printable(label)} ${percent(share)}`).join(" · ");
}

function nameClients(clients: readonly string[]): string {
  const named = clients.slice(0, mostNamed).join(", ");
  const more = clients.length - mostNamed;
  return more > 0 ? `${named} and ${more} more` : named;
}

function isSame(one: Shares, other: Shares): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
