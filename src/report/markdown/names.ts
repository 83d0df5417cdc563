/** A public name of a plan: its table, its times, its picture. */
import type { FailoverTime } from "../../proof/failover-time.ts";
import { renderMermaid } from "../graph-mermaid.ts";
import { isFirst, isNameChanged, isObjectiveMet, isWithoutFailover, noFailover, standing } from "../plan.ts";
import type { ReportedName, ReportedPlan } from "../report.ts";
import { renderBlast } from "../traffic.ts";
import { drawTraffic } from "../traffic-graph.ts";
import { alert, type Block, folded, paragraph } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, fence, inHtml, prose } from "./escape.ts";
import { trafficBlocks } from "./traffic.ts";

/** A name in one of the plans. */
export interface Part {
  readonly plan: ReportedPlan;
  readonly name: ReportedName;
}

/** A policy's names, each with what it is at all of its providers. */
export function gatherNames(plans: readonly ReportedPlan[]): readonly (readonly Part[])[] {
  const found = new Map<string, Part[]>();
  for (const plan of plans) {
    for (const name of plan.names) {
      const key = JSON.stringify([plan.file, name.name]);
      const parts = found.get(key) ?? [];
      found.set(key, parts);
      parts.push({ plan, name });
    }
  }
  return [...found.values()];
}

/** What moves more comes first; what can't be told, and what goes, before everything. */
export function sizeOf(parts: readonly Part[]): number {
  return Math.max(
    ...parts.map(({ name: { blast, status, drifted } }) => {
      if (blast.share === null) return 4;
      return blast.share + (status === "removed" ? 2 : 0) + (drifted ? 1 : 0);
    }),
  );
}

export function nameBlocks(parts: readonly Part[], detail: Detail, isDrawn: boolean): readonly Block[] {
  const moving = parts.filter((part) => isNameChanged(part.name));
  const [first] = moving;
  if (first === undefined) return [];
  const { name } = first;
  const groups = groupAlike(moving, ({ name }) => [name.traffic, isFirst(name)]);
  return [
    [`#### ${[code(name.name), ...name.types.map(prose), ...tellStatus(parts)].join(" · ")}`],
    ...groups.flatMap((group) => tableBlocks(group, groups.length > 1, detail)),
    alert("WARNING", tellDrifted(parts)),
    paragraph(tellTimes(moving)),
    ...(isDrawn ? groups.flatMap((group) => pictureBlocks(group, groups.length > 1)) : []),
  ];
}

/** Parts of which the same is to be told. */
function groupAlike(
  parts: readonly Part[],
  keyOf: (part: Part) => unknown,
): readonly (readonly [Part, ...Part[]])[] {
  const groups = new Map<string, [Part, ...Part[]]>();
  for (const part of parts) {
    const key = JSON.stringify(keyOf(part));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [part]);
    else known.push(part);
  }
  return [...groups.values()];
}

function titlesOf(parts: readonly Part[]): string {
  return parts.map(({ plan }) => prose(plan.title)).join(" and ");
}

/** "new", or where it is that at some of them only: "new at Cloudflare". */
function tellStatus(parts: readonly Part[]): readonly string[] {
  const words = [
    ["new", isFirst],
    [standing, (name: ReportedName) => name.status === "new" && !isFirst(name)],
    ["removed", (name: ReportedName) => name.status === "removed"],
  ] as const;
  return words.flatMap(([word, holds]) => {
    const those = parts.filter(({ name }) => holds(name));
    if (those.length === 0) return [];
    return [`**${those.length === parts.length ? word : `${word} at ${titlesOf(those)}`}**`];
  });
}

function tableBlocks(
  [part, ...others]: readonly [Part, ...Part[]],
  isNamed: boolean,
  detail: Detail,
): readonly Block[] {
  const { traffic } = part.name;
  return traffic.flatMap((one) => [
    isNamed ? paragraph([`At ${titlesOf([part, ...others])}:`]) : [],
    traffic.length > 1 ? paragraph([`${one.types.map(prose).join(" ")}:`]) : [],
    ...trafficBlocks(one, { whenDone: "after", isNew: isFirst(part.name), rows: detail.rows }),
  ]);
}

function tellDrifted(parts: readonly Part[]): readonly string[] {
  const those = parts.filter(({ name }) => name.drifted);
  const [first] = those;
  if (first === undefined) return [];
  const where = those.length === parts.length ? "" : ` at ${titlesOf(those)}`;
  return [`${code(first.name.name)} was changed by hand${where} since it was applied.`];
}

/** What is the same at all providers once, else for each. */
function tellTimes(parts: readonly Part[]): readonly string[] {
  const groups = groupAlike(parts, (part) => tellPart(part));
  return groups.flatMap(([part, ...others]) => {
    const facts = tellPart(part);
    if (facts.length === 0) return [];
    return [`${groups.length > 1 ? `${titlesOf([part, ...others])}: ` : ""}${facts.join(" · ")}`];
  });
}

function tellPart({ plan, name }: Part): readonly string[] {
  const { ttl, before, blast, objective } = name;
  const was = before?.ttl ?? ttl;
  const moved = renderBlast(blast);
  const held =
    objective === null || name.status === "removed"
      ? []
      : [`objective ${objective} s ${isObjectiveMet(name) ? "✓" : "✗"}`];
  return [
    ...(moved === null ? [] : [`moves ${prose(moved)}`]),
    ...(ttl === null ? [] : [was === ttl ? `TTL ${ttl} s` : `TTL ${was} s → **${ttl} s**`]),
    ...tellFailover(name, prose(plan.title)),
    ...held,
  ];
}

/** Before and after, at worst. */
function tellFailover(name: ReportedName, provider: string): readonly string[] {
  const { failover, before, status } = name;
  const now = before?.failover ?? null;
  if (failover === null) {
    if (!isWithoutFailover(name)) return [];
    return [now === null ? `failover ${noFailover}` : `failover ${now.worst} s → **${noFailover}**`];
  }
  const probe = `${failover.worstWithProbe} s with a probe that hangs on ${provider}`;
  return [
    `failover ${compareFailover(now, failover, before !== null && status !== "new")}, ${failover.typical} s typical, ${probe}`,
  ];
}

function compareFailover(now: FailoverTime | null, { worst }: FailoverTime, isKnown: boolean): string {
  if (now === null) return isKnown ? `none → **${worst} s** at worst` : `${worst} s at worst`;
  return now.worst === worst ? `${worst} s at worst, as now` : `${now.worst} s → **${worst} s** at worst`;
}

function pictureBlocks([{ plan, name }]: readonly [Part, ...Part[]], isNamed: boolean): readonly Block[] {
  return name.traffic.flatMap((one) => {
    const graph = drawTraffic(name.name, one, {
      now: isFirst(name) ? null : "now",
      after: name.status === "removed" ? null : "after",
    });
    if (graph === null) return [];
    const types = name.traffic.length > 1 ? ` (${one.types.map(inHtml).join(" ")})` : "";
    const where = isNamed ? ` at ${inHtml(plan.title)}` : "";
    const summary = `Picture of ${inHtml(name.name)}${types}${where}`;
    return [folded(summary, [fence("mermaid", renderMermaid(graph))])];
  });
}
