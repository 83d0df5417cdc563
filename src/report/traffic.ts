/** Who gets what, as a table. */
import type { BlastRadius } from "../plan/blast-radius.ts";
import type { Shares } from "../plan/shares.ts";
import type { TrafficRow, TrafficTable } from "../plan/traffic.ts";
import { alignColumns, percent, printable, wrap } from "./text.ts";

/** Places named in one row; more of them are counted. */
const mostNamed = 4;

/** The lines of a table; stacked instead of side by side where the terminal is too narrow. */
export function renderTraffic(
  { estimated, rows }: TrafficTable,
  isNew: boolean,
  width: number,
): readonly string[] {
  const title = estimated ? "who gets what, estimated" : "who gets what";
  const failing = new Set(rows.flatMap((row) => row.failing ?? []));
  // What dies stands above its column where it is the same for everybody, else in each row.
  const heading = failing.size > 1 ? "if one is down" : [...failing].map(ifDown).join("");
  const columns = [...(isNew ? [] : ["now"]), "after", ...(heading === "" ? [] : [heading])];
  const cellsOf = (row: TrafficRow) => [
    ...(isNew ? [] : [renderShares(row.now)]),
    isNew || !isSame(row.now, row.after) ? renderShares(row.after) : "=",
    ...(heading === "" ? [] : [renderFailed(row)]),
  ];
  const wide = rows.map((row) => {
    const cells = [nameClients(row.clients), ...cellsOf(row)];
    if (failing.size < 2 || row.failing === null) return cells;
    return [...cells.slice(0, -1), `${printable(row.failing)} → ${cells.at(-1) ?? ""}`];
  });
  const lines = alignColumns([[title, ...columns], ...wide], "   ");
  if (lines.every((line) => line.length <= width)) return lines;
  const stacked = rows.flatMap((row) => {
    const last = row.failing === null ? heading : ifDown(row.failing);
    const titles = heading === "" ? columns : [...columns.slice(0, -1), last];
    return [
      ...wrap(nameClients(row.clients), width - 2),
      ...stack(titles, cellsOf(row), width - 4).map((line) => `  ${line}`),
    ];
  });
  return [title, ...stacked.map((line) => `  ${line}`)];
}

/** "30 % of the answers to Europe, up to 18 % of all queries"; null where nothing moves. */
export function renderBlast({ share, clients, queries }: BlastRadius): string | null {
  if (share === 0) return null;
  const to = `the answers to ${nameClients(clients)}`;
  if (share === null) return `can't be told for ${to}`;
  const all = queries === null ? "" : `, at most ${percent(queries)} of all queries`;
  return `${percent(share)} of ${to}${all}`;
}

function ifDown(endpoint: string): string {
  return `if ${printable(endpoint)} is down`;
}

/** Without a check nobody notices, and without anything else there is nothing to change to. */
function renderFailed({ after, failing, failed }: TrafficRow): string {
  if (failing === null) return after === null || after.length === 0 ? "=" : "not checked";
  return `${isSame(after, failed) ? "still " : ""}${renderShares(failed)}`;
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
