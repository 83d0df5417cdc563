/** Where clients are while endpoints die and come back, as a drawing. */
import type { Clamp } from "../proof/clamps.ts";
import type { Noticed, Outage } from "../proof/detection.ts";
import type { EndpointShare } from "../proof/shares.ts";
import type { AnswerSince, Loss, Moment } from "../proof/timeline.ts";
import { drawArea, drawLine, roundUp } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { indent, percent, wrap } from "./text.ts";

export interface TimelineReport {
  readonly record: string;
  readonly type: string;
  readonly ttl: number;
  readonly down: readonly string[];
  readonly clients: string;
  /** Classes of clients of which these are the worst off. */
  readonly classes: number;
  readonly pinned: number;
  readonly events: readonly Outage[];
  readonly noticed: readonly Noticed[];
  readonly unnoticed: readonly string[];
  readonly answers: readonly AnswerSince[];
  readonly series: readonly Moment[];
  readonly end: number;
  readonly loss: Loss;
  readonly clamped: readonly { readonly clamp: Clamp; readonly keeps: number; readonly loss: Loss }[];
}

const widestChart = 100;
const chartRows = 5;
/** Seconds drawn when nothing changes after the events. */
const shortest = 60;

/** Whole lines. */
export function renderTimeline(
  report: TimelineReport,
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  const { record, type, ttl, down, clients, classes } = report;
  const dead = down.length > 0 ? `  with ${down.join(" and ")} down` : "";
  const worst = classes > 1 ? ` (the worst off of ${classes} classes)` : "";
  const lines = [
    `${paint.bold(`${record}  ${type}  ttl ${ttl}`)}${dead}`,
    ...indent(wrap(`Clients: ${clients}${worst}`, width - 2), 2),
    "",
    ...indent(renderEvents(report, width - 2), 2),
    "",
    ...indent(renderChart(report, paint, width - 2), 2),
    "",
    ...indent(
      renderLoss(report).flatMap((line) => wrap(line, width - 2)),
      2,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What happens, and what DNS makes of it, in order. */
function renderEvents(
  { events, noticed, unnoticed, answers }: TimelineReport,
  width: number,
): readonly string[] {
  const [first] = answers;
  const happened = [
    ...events.map(({ at, turn, endpoints }) => ({
      at,
      text: `${endpoints.join(", ")} ${turnOf(turn, endpoints)}`,
    })),
    ...joinNoticed(noticed).map(({ at, turn, endpoints, threshold, interval }) => ({
      at,
      text: `${endpoints.join(", ")} ${plural(endpoints, "is", "are")} seen ${turn} (${threshold} × ${interval} s)`,
    })),
    ...answers.slice(1).flatMap(({ at, shares }, position) => {
      const text = renderShares(shares);
      return text === renderShares(answers[position]?.shares ?? []) ? [] : [{ at, text: `now ${text}` }];
    }),
  ].sort((one, other) => one.at - other.at);
  const rows = [
    ["before", renderShares(first?.shares ?? [])],
    ...happened.map(({ at, text }) => [`t=${at} s`, text]),
    ...(unnoticed.length > 0
      ? [["never", `${unnoticed.join(", ")} ${plural(unnoticed, "is", "are")} seen down: there is no check`]]
      : []),
  ];
  const widest = Math.max(...rows.map(([when = ""]) => when.length));
  return rows.flatMap(([when = "", text = ""], row) =>
    wrap(text, width - widest - 2).map((line, number) => {
      const repeated = number > 0 || when === rows[row - 1]?.[0];
      return `${(repeated ? "" : when).padEnd(widest)}  ${line}`;
    }),
  );
}

/** Endpoints that are noticed by checks of one kind at one time. */
function joinNoticed(noticed: readonly Noticed[]): readonly Noticed[] {
  const joined = new Map<string, Noticed>();
  for (const one of noticed) {
    const key = [one.at, one.turn, one.threshold, one.interval].join();
    joined.set(key, { ...one, endpoints: [...(joined.get(key)?.endpoints ?? []), ...one.endpoints] });
  }
  return [...joined.values()];
}

function turnOf(turn: Outage["turn"], endpoints: readonly string[]): string {
  return turn === "down"
    ? `${plural(endpoints, "goes", "go")} down`
    : `${plural(endpoints, "comes", "come")} back`;
}

function plural(names: readonly string[], one: string, several: string): string {
  return names.length === 1 ? one : several;
}

function renderShares(shares: readonly EndpointShare[]): string {
  return shares
    .filter(({ share }) => share > 0)
    .map(({ endpoint, share }) => `${endpoint ?? "no answer"} ${percent(share)}`)
    .join(" · ");
}

function renderChart(
  { series, end, events, loss }: TimelineReport,
  paint: Paint,
  width: number,
): readonly string[] {
  const names = (series[0]?.shares ?? []).map(({ endpoint }) => endpoint ?? "no answer");
  const top = roundUp(loss.peak);
  const axis = [percent(top), ...Array.from({ length: chartRows - 2 }, () => ""), "0 %"];
  const margin = Math.max(...names.map((name) => name.length), ...axis.map((mark) => mark.length));
  const columns = Math.max(10, Math.min(widestChart, width - margin - 2));
  const last = Math.max(end, events.at(-1)?.at ?? 0, shortest) * 1.1;
  const step = last / columns;
  const spans = Array.from({ length: columns }, (_, column) => [column * step, (column + 1) * step] as const);
  // The worst of each column: what is shorter than a column must be seen too.
  const dead = spans.map(([from, to]) =>
    Math.max(...momentsWithin(series, from, to).map((moment) => moment.dead)),
  );
  const area = drawArea(dead, top, chartRows);
  const shares = names.map((name, position) => {
    const values = spans.map(([from, to]) => momentAt(series, (from + to) / 2).shares[position]?.share ?? 0);
    return `${name.padEnd(margin)} │${paint.cyan(drawLine(values, 1).trimEnd())}`;
  });
  const ruler = `${" ".repeat(margin)} └${"─".repeat(columns)}`;
  return [
    "clients on a dead endpoint",
    ...area.map((row, number) => `${(axis[number] ?? "").padStart(margin)} │${paint.red(row.trimEnd())}`),
    ruler,
    `${" ".repeat(margin + 2)}${marks(last, columns)}`,
    "",
    "clients on each endpoint",
    ...shares,
  ];
}

/** Times below the ruler, at a quarter each. */
function marks(last: number, columns: number): string {
  const rounded = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800,
  ];
  const each = rounded.find((seconds) => columns / (last / seconds) >= 10) ?? 172_800;
  let line = "";
  for (let at = 0; at <= last; at += each) {
    const column = Math.round((at / last) * columns);
    const mark = at === 0 ? "0" : `${at} s`;
    if (column + mark.length <= columns) line = `${line.padEnd(column)}${mark}`;
  }
  return line;
}

/** The moment at a time, on the straight line between those around it. */
function momentAt(series: readonly Moment[], time: number): Moment {
  const position = series.findLastIndex(({ at }) => at <= time);
  const before = series[Math.max(0, position)] ?? { at: 0, dead: 0, shares: [] };
  const after = series[position + 1];
  if (after === undefined || after.at === before.at) return before;
  const way = (time - before.at) / (after.at - before.at);
  const between = (one: number, other: number) => one + (other - one) * way;
  return {
    at: time,
    dead: between(before.dead, after.dead),
    shares: before.shares.map(({ endpoint, share }, number) => ({
      endpoint,
      share: between(share, after.shares[number]?.share ?? 0),
    })),
  };
}

function momentsWithin(series: readonly Moment[], from: number, to: number): readonly Moment[] {
  return [momentAt(series, from), ...series.filter(({ at }) => at >= from && at < to)];
}

function renderLoss({ loss, clamped, pinned, series }: TimelineReport): readonly string[] {
  const counted = pinned > 0 ? `, with ${percent(pinned)} of all clients that keep an address for good` : "";
  return [
    `On a dead endpoint: ${describeLoss(loss, series.at(-1)?.dead ?? 0)}${counted}.`,
    ...clamped.flatMap(({ clamp, loss: theirs }) =>
      theirs.goneAt === null
        ? []
        : [`Behind resolvers that keep answers for ${describeClamp(clamp)}: ${describeEnd(theirs)}.`],
    ),
  ];
}

function describeLoss(loss: Loss, left: number): string {
  if (loss.peak === 0) return "no client at any time";
  const half = loss.halfAt === null ? "" : `, half of that at t=${roundSeconds(loss.halfAt)} s`;
  const end = loss.goneAt === null ? `and ${percent(left)} stay there for good` : describeEnd(loss);
  return `${percent(loss.peak)} of the clients at t=${loss.peakAt} s${half}, ${end}`;
}

function describeEnd({ goneAt, seconds }: Loss): string {
  return `none from t=${goneAt} s on; ${roundSeconds(seconds ?? 0)} s lost for each client on average`;
}

function roundSeconds(seconds: number): number {
  return Number(seconds.toFixed(1));
}

function describeClamp({ floor, ceiling }: Clamp): string {
  return floor === null ? `${ceiling} s at most` : `${floor} s at least`;
}
