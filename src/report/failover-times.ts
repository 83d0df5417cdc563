/** How long a failover takes, and the way back, as a table. */
import type { Clamp } from "../proof/clamps.ts";
import type { BranchTimes, Times } from "../proof/failover-times.ts";
import { nameClients, renderTable, type TableRow } from "./table.ts";
import { indent, wrap } from "./text.ts";

export interface FailoverReport {
  readonly branches: readonly BranchTimes[];
  /** Of the vendor whose probes are counted. */
  readonly provider: string;
  /** Seconds, null when nothing was promised. */
  readonly objective: number | null;
}

/** Lines; a branch after the other. */
export function renderFailoverTimes(
  { branches, provider, objective }: FailoverReport,
  width: number,
): readonly string[] {
  const lines = branches.flatMap(({ clients, checked, times }) => [
    ...(clients.length === 0 ? [] : [nameClients(clients)]),
    ...indent(
      times === null
        ? renderNoTimes(checked, objective, width - 2)
        : renderTimes(times, objective, width - 2),
      clients.length === 0 ? 0 : 2,
    ),
    "",
  ]);
  const note = `Not counted: what ${provider} takes to tell its own servers (unpublished).`;
  return [...lines, ...wrap(note, width)];
}

function renderNoTimes(checked: boolean, objective: number | null, width: number): readonly string[] {
  const why = checked
    ? "nothing to fail over to: an endpoint that is dead is answered all the same"
    : "nothing here is checked: a dead endpoint is never noticed";
  const isMissed = checked && objective !== null;
  return [...wrap(why, width), ...(isMissed ? [`objective ${objective} s: missed`] : [])];
}

function renderTimes(
  { failover, recovery, clamped }: Times,
  objective: number | null,
  width: number,
): readonly string[] {
  const { threshold, interval, ttl, probe } = failover;
  const rows = [
    describeRow("failover", {
      worst: failover.worst,
      typical: failover.typical,
      back: recovery.worst,
      parts: `${threshold} × ${interval} s + ${ttl} s TTL`,
    }),
    describeRow("a probe that hangs", { worst: failover.worstWithProbe, parts: `${probe} s more` }),
    ...clamped.map(({ clamp, worst, recovery: back }) => describeRow(nameClamp(clamp), { worst, back })),
  ];
  const held = Math.max(failover.worst, failover.worstWithProbe);
  return [
    ...renderTable(["", "at worst", "typically", "back", "made of"], rows, width),
    ...(objective === null ? [] : [`objective ${objective} s: ${held <= objective ? "met" : "missed"}`]),
  ];
}

interface Cells {
  readonly worst: number;
  readonly typical?: number;
  readonly back?: number;
  readonly parts?: string;
}

function describeRow(name: string, { worst, typical, back, parts }: Cells): TableRow {
  const seconds = (time: number | undefined) => (time === undefined ? "" : `${time} s`);
  const cells: readonly (readonly [string, string])[] = [
    ["at worst", seconds(worst)],
    ["typically", seconds(typical)],
    ["back", seconds(back)],
    ["made of", parts ?? ""],
  ];
  return { name, cells: cells.map(([, cell]) => cell), stacked: cells.filter(([, cell]) => cell !== "") };
}

/** "resolvers' floor of 60 s". */
function nameClamp({ floor, ceiling }: Clamp): string {
  return floor === null ? `resolvers' cap of ${ceiling} s` : `resolvers' floor of ${floor} s`;
}
