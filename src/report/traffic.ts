/** Who gets what, as a table. */
import type { BlastRadius } from "../plan/blast-radius.ts";
import type { Shares } from "../plan/shares.ts";
import type { TrafficRow, TrafficTable } from "../plan/traffic.ts";
import { nameClients, renderTable } from "./table.ts";
import { percent, printable } from "./text.ts";

/**
 * The lines of a table; stacked instead of side by side where the terminal is too narrow.
 *
 * @param whenDone - what stands above the answers that are wanted
 */
export function renderTraffic(
  { estimated, rows }: TrafficTable,
  isNew: boolean,
  width: number,
  whenDone = "after",
): readonly string[] {
  const failing = new Set(rows.flatMap((row) => row.failing ?? []));
  // What dies stands above its column where it is the same for everybody, else in each row.
  const whenDown = failing.size > 1 ? "if one is down" : [...failing].map(ifDown).join("");
  const titles = [...(isNew ? [] : ["now"]), whenDone];
  const shown = rows.map((row) => {
    const cells = [
      ...(isNew ? [] : [renderShares(row.now)]),
      isNew || !isSame(row.now, row.after) ? renderShares(row.after) : "=",
    ];
    const failed = failing.size === 0 ? [] : [renderFailed(row)];
    const lead = failing.size > 1 && row.failing !== null ? `${printable(row.failing)} → ` : "";
    const title = row.failing === null ? whenDown : ifDown(row.failing);
    return {
      name: nameClients(row.clients),
      cells: [...cells, ...failed.map((cell) => `${lead}${cell}`)],
      stacked: [
        ...cells.map((cell, position) => [titles[position] ?? "", cell] as const),
        ...failed.map((cell) => [title, cell] as const),
      ],
    };
  });
  const heading = estimated ? "who gets what, estimated" : "who gets what";
  return renderTable([heading, ...titles, ...(whenDown === "" ? [] : [whenDown])], shown, width);
}

/** "30 % of the answers to Europe, up to 18 % of all its queries"; null where nothing moves. */
export function renderBlast({ share, clients, queries }: BlastRadius): string | null {
  if (share === 0) return null;
  const to = clients.join() === "everywhere" ? "the answers" : `the answers to ${nameClients(clients)}`;
  if (share === null) return `can't be told for ${to}`;
  const all = queries === null || queries === 1 ? "" : `, up to ${percent(queries)} of all its queries`;
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

/** "eu-a 90 % · eu-b 10 %". */
export function renderShares(shares: Shares): string {
  if (shares === null) return "?";
  if (shares.length === 0) return "no answer";
  return shares.map(({ label, share }) => `${printable(label)} ${percent(share)}`).join(" · ");
}

function isSame(one: Shares, other: Shares): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
