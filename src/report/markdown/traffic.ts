/** Who gets what, as a table. */
import type { Shares } from "../../plan/shares.ts";
import type { TrafficRow, TrafficTable } from "../../plan/traffic.ts";
import { percent } from "../text.ts";
import { type Block, paragraph, someOf, table } from "./blocks.ts";
import { code, prose } from "./escape.ts";

/** Places named in one row; more of them are counted. */
const mostNamed = 4;
/** Answers named in one cell. */
const mostAnswers = 12;

export interface TrafficView {
  /** What stands above the answers that are wanted. */
  readonly whenDone: string;
  /** Nothing was there before. */
  readonly isNew: boolean;
  /** Classes of clients that are shown. */
  readonly rows: number;
}

/** One table, with what it leaves out. */
export function trafficBlocks(
  { estimated, rows }: TrafficTable,
  { whenDone, isNew, rows: most }: TrafficView,
): readonly Block[] {
  const failing = new Set(rows.flatMap((row) => row.failing ?? []));
  const isFailing = failing.size > 0;
  const [only] = failing;
  const whenDown = failing.size > 1 ? "if one fails" : `if ${code(only ?? "")} fails`;
  const { shown, left } = someOf(rows, most);
  const headings = [
    estimated ? "who gets what, estimated" : "who gets what",
    ...(isNew ? [] : ["now"]),
    whenDone,
    ...(isFailing ? [whenDown] : []),
  ];
  const cells = shown.map((row) => [
    row.moved === 0 ? nameClients(row.clients) : `**${nameClients(row.clients)}**`,
    ...(isNew ? [] : [renderShares(row.now)]),
    !isNew && isSame(row.now, row.after) ? "_unchanged_" : renderShares(row.after, isNew ? null : row.now),
    ...(isFailing ? [renderFailed(row, failing.size > 1)] : []),
  ]);
  return [table(headings, cells), left > 0 ? paragraph([`_${left} more classes of clients_`]) : []];
}

function nameClients(clients: readonly string[]): string {
  const named = clients.slice(0, mostNamed).map(prose).join(", ");
  const more = clients.length - mostNamed;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Shares that aren't what they were are bold. */
export function renderShares(shares: Shares, before: Shares = null): string {
  if (shares === null) return "?";
  if (shares.length === 0) return "no answer";
  const { shown, left } = someOf(shares, mostAnswers);
  const said = shown.map(({ label, share }) => {
    const was = before?.find((one) => one.label === label)?.share ?? 0;
    const text = percent(share);
    return `${code(label)} ${before === null || Math.abs(was - share) < 1e-9 ? text : `**${text}**`}`;
  });
  return [...said, ...(left > 0 ? [`${left} more`] : [])].join(" · ");
}

function renderFailed({ after, failing, failed }: TrafficRow, isNamed: boolean): string {
  if (failing === null) return after === null || after.length === 0 ? " " : "not checked";
  const said = `${isSame(after, failed) ? "still " : ""}${renderShares(failed)}`;
  return isNamed ? `${code(failing)} → ${said}` : said;
}

function isSame(one: Shares, other: Shares): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
