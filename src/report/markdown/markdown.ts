/**
 * A report as Markdown for a pull request. GitHub takes 65,536 characters of a comment, so what is too long is told in
 * less and less detail; it is never cut, and counts are those of the whole.
 */
import { summarizeReport } from "../headline.ts";
import type { Report, Surroundings } from "../report.ts";
import { type Block, join, paragraph } from "./blocks.ts";
import { type Detail, fullDetail, lessDetail, onlySome } from "./detail.ts";
import { zoneBlocks } from "./drift.ts";
import { code, marker, prose } from "./escape.ts";
import { errorBlocks, warningBlocks } from "./findings.ts";
import { backgroundBlocks, planBlocks } from "./plan.ts";
import { policyBlocks } from "./policies.ts";
import { resultBlocks } from "./results.ts";
import { revisionBlocks, ruleBlocks } from "./revision.ts";

/** Bytes, of which there are at least as many as characters. */
const usualLimit = 60_000;
/** Files that are named in the first lines. */
const mostNamed = 3;
const mostMarkers = 10;

/**
 * Ends with a line break. It begins with a comment for each policy file, by which it is found again among other comments.
 *
 * @param limit - bytes that it may have
 */
export function renderMarkdown(report: Report, _surroundings?: Surroundings, limit = usualLimit): string {
  const attempt = (detail: Detail) => `${renderWith(report, detail).join("\n")}\n`;
  const fits = (text: string) => new TextEncoder().encode(text).length <= limit;
  for (const detail of [fullDetail, ...lessDetail]) {
    const text = attempt(detail);
    if (fits(text)) return text;
  }
  return attempt(onlySome(mostThat((most) => fits(attempt(onlySome(most))))));
}

/** More than any list has. */
const enough = 2 ** 20;

/** The largest number that will do, if smaller ones do; 0 whatever comes of it. */
function mostThat(will: (number: number) => boolean): number {
  let [least, most] = [0, 1];
  while (most < enough && will(most)) [least, most] = [most, most * 2];
  while (least < most - 1) {
    const middle = Math.floor((least + most) / 2);
    if (will(middle)) least = middle;
    else most = middle;
  }
  return least;
}

function renderWith(report: Report, detail: Detail): Block {
  const { command, files = [], change = null, plans = [], saved = null } = report;
  return join([
    (files.length === 0 ? [""] : files.slice(0, mostMarkers)).map((file) => marker(command ?? "", file)),
    heading(report),
    ...resultBlocks(report, detail),
    ...revisionBlocks(report, detail),
    ...planBlocks(report, detail),
    ...ruleBlocks(report, detail),
    ...zoneBlocks(report, detail),
    ...policyBlocks(report, detail),
    ...errorBlocks(report, detail),
    ...warningBlocks(report, detail),
    ...backgroundBlocks(report, detail),
    change === null || plans.every(({ risk }) => risk === "none")
      ? []
      : paragraph(tellChange(report, change)),
    saved === null
      ? []
      : paragraph([`Saved as ${code(saved.file)}, to be applied before ${prose(saved.expiresAt)}.`]),
  ]);
}

function heading(report: Report): Block {
  const { mark, title, facts } = summarizeReport(report);
  const files = report.files ?? [];
  const more = files.length - mostNamed;
  const named = files.slice(0, mostNamed).map(code).join(" ");
  const about = files.length === 0 ? [] : [more > 0 ? `${named} and ${more} more` : named];
  return [`### ${[`${mark} ${prose(title)}`, ...about, ...facts.map(prose)].join(" · ")}`];
}

function tellChange({ command, createdAt, expiresAt }: Report, change: string): readonly string[] {
  const line = `Change ${code(change)}`;
  const saved =
    createdAt === undefined || expiresAt === undefined
      ? []
      : [`Planned ${code(createdAt)}, to be applied before ${code(expiresAt)}.`];
  return command === "plan" || command === "show"
    ? [line, ...saved, `${code(`signpost apply --expect ${change}`)} makes exactly this change, or none.`]
    : [line];
}
