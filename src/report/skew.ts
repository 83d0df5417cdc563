/** What weights become in practice, as a table with bars. */
import type { Clamp } from "../proof/clamps.ts";
import type { EndpointSkew, Population, Skew } from "../proof/skew.ts";
import { drawRange, roundUp } from "./chart.ts";
import type { Paint } from "./paint.ts";
import { alignColumns, count, indent, percent, wrap } from "./text.ts";

export interface Crowd extends Population {
  /** The part of all clients behind the largest resolver, and behind the few largest. */
  readonly largest: number;
  readonly giants: { readonly resolvers: number; readonly share: number };
  readonly clamps: readonly Clamp[];
}

export interface SkewTable extends Skew {
  /** Classes of clients that are told the same. */
  readonly clients: readonly string[];
}

export interface SkewReport {
  readonly record: string;
  readonly type: string;
  readonly ttl: number;
  readonly down: readonly string[];
  readonly crowd: Crowd;
  readonly tables: readonly SkewTable[];
}

const widestBar = 60;
const legend = "█ up to the 5th percentile   ▒ up to the 95th   │ configured";

/** Whole lines. */
export function renderSkew(
  { record, type, ttl, down, crowd, tables }: SkewReport,
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  const dead = down.length > 0 ? `  with ${down.join(" and ")} down` : "";
  const lines = [
    `${paint.bold(`${record}  ${type}  ttl ${ttl}`)}${dead}`,
    ...indent(wrap(describeCrowd(crowd), width - 2), 2),
    ...tables.flatMap((table) => ["", ...indent(renderTable(table, paint, width - 2), 2)]),
    "",
    ...indent(
      wrap(describeRuns(tables, crowd), width - 2).map((line) => paint.dim(line)),
      2,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function describeCrowd({ resolvers, zipf, pinned, largest, giants }: Crowd): string {
  const many = `${resolvers.toLocaleString("en")} resolver${resolvers === 1 ? "" : "s"}`;
  const few =
    resolvers > giants.resolvers ? `, the ${giants.resolvers} largest ${percent(giants.share)}` : "";
  const kept = pinned > 0 ? `; ${percent(pinned)} of the clients keep an address for good` : "";
  return `${many} (Zipf ${zipf}): the largest has ${percent(largest)} of the clients${few}${kept}`;
}

function renderTable(
  { clients, endpoints, uneven }: SkewTable,
  paint: Paint,
  width: number,
): readonly string[] {
  const who = nameClients(clients);
  const [only, ...others] = endpoints;
  // Without a choice there is nothing to be skewed.
  if (only !== undefined && others.length === 0)
    return [`${paint.bold(who)}  ${nameOf(only)} ${percent(only.configured)}, always`];
  const names = Math.max(...endpoints.map((one) => nameOf(one).length));
  const room = Math.min(widestBar, width - names - 2);
  const scale = roundUp(
    Math.max(...endpoints.flatMap(({ configured, instant }) => [configured, instant.p95])),
  );
  const bars = endpoints.map((one) => [
    nameOf(one),
    paint.cyan(drawRange(one.instant.p5, one.instant.p95, one.configured, scale, room)),
  ]);
  const split = uneven.map(({ endpoint, share }) => `${endpoint ?? noAnswer} ${percent(share)}`).join(" · ");
  return [
    ...wrap(who, width).map((line) => paint.bold(line)),
    ...renderPercentiles(endpoints, paint, width),
    "",
    ...alignColumns(bars),
    ...[scaleLine(scale, room), ...wrap(legend, room)].map((line) =>
      paint.dim(`${" ".repeat(names + 2)}${line}`),
    ),
    "",
    ...wrap(`One instant in twenty is as far off as ${split}, or further.`, width),
  ];
}

const noAnswer = "no answer";
/** Classes named; more of them are counted. */
const mostNamed = 4;

function nameClients(clients: readonly string[]): string {
  const more = clients.length - mostNamed;
  const named = clients.slice(0, mostNamed).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

function nameOf({ endpoint }: Pick<EndpointSkew, "endpoint">): string {
  return endpoint ?? noAnswer;
}

/** As a table, or one after the other where that is too wide. */
function renderPercentiles(
  endpoints: readonly EndpointSkew[],
  paint: Paint,
  width: number,
): readonly string[] {
  const rows = endpoints.map((one) => [
    nameOf(one),
    percent(one.configured),
    percent(one.instant.p5),
    percent(one.instant.p50),
    percent(one.instant.p95),
    `${percent(one.hour.p5)} – ${percent(one.hour.p95)}`,
  ]);
  const titles = ["", "configured", "5th", "50th", "95th", "5th – 95th"];
  const widths = titles.map((_, column) =>
    Math.max(...[titles, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const [name = 0, configured = 0, low = 0, middle = 0, high = 0, hour = 0] = widths;
  // Above the titles, what the percentiles are of; each at the right end of its columns.
  const instant = Math.max("at an instant".length, low + middle + high + 4);
  const above = `${" ".repeat(name + configured + 2)}  ${"at an instant".padStart(instant)}  ${"over an hour".padStart(hour)}`;
  const lines = alignRight([titles, ...rows], widths);
  if (above.length <= width)
    return [above, ...lines].map((line, number) => (number < 2 ? paint.dim(line) : line));
  return rows.flatMap(([who = "", share, p5, p50, p95, range]) =>
    wrap(
      `${who}: configured ${share}, at an instant ${p5}, ${p50}, ${p95} (5th, 50th, 95th percentile), over an hour ${range}`,
      width,
    ),
  );
}

/** The first column to the left, numbers to the right. */
function alignRight(rows: readonly (readonly string[])[], widths: readonly number[]): readonly string[] {
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}

/** "0          50 %". */
function scaleLine(scale: number, width: number): string {
  const end = percent(scale);
  return `0${end.padStart(width - 1)}`;
}

function describeRuns(tables: readonly SkewTable[], { seed, clamps }: Crowd): string {
  const hours = Math.max(...tables.map((table) => table.hours));
  const instants = Math.max(...tables.map((table) => table.instants));
  return `Percentiles of the load at ${count(instants, "instant")} in ${count(hours, "simulated hour")}, seed ${seed}. Of the resolvers ${clamps.map(describeClamp).join(", ")}.`;
}

function describeClamp({ floor, ceiling, share }: Clamp): string {
  return `${percent(share)} keep answers for ${floor === null ? `${ceiling} s at most` : `${floor} s at least`}`;
}
