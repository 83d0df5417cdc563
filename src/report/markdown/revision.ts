/** What a comparison of policy files tells beside its plans: the two sides, and the rules that they are held to. */
import type { Report, ReportedRevision } from "../report.ts";
import { count } from "../text.ts";
import { alert, type Block, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

export function revisionBlocks({ revisions, before, after }: Report, detail: Detail): readonly Block[] {
  if (revisions === undefined) return [];
  return [
    before === undefined || after === undefined
      ? []
      : paragraph([`Now: ${code(before)} · after: ${code(after)}. No provider was asked.`]),
    unknownBlock(revisions, detail),
    ...turnedBlocks(revisions, detail),
  ];
}

/** Policies of which it isn't known what clients get now. */
function unknownBlock(revisions: readonly ReportedRevision[], { items }: Detail): Block {
  const { shown, left } = someOf(
    revisions.filter(({ compared }) => !compared),
    items,
  );
  const others = count(left, shown.length === 0 ? "policy" : "other policy");
  return alert("WARNING", [
    ...shown.map(
      ({ file }) =>
        `What clients get now by ${code(file)} isn't known: the policy before has mistakes. All its names count as new.`,
    ),
    ...(left > 0
      ? [`What clients get now by ${others} isn't known${shown.length === 0 ? "" : " either"}.`]
      : []),
  ]);
}

/** Policies that come or go as a whole. */
function turnedBlocks(revisions: readonly ReportedRevision[], { items }: Detail): readonly Block[] {
  const turned = revisions.filter(({ status }) => status === "new" || status === "removed");
  const { shown, left } = someOf(turned, items);
  return [
    paragraph([
      ...shown.map(({ name, file, status, left: kept }) => {
        const names = kept.reduce((sum, one) => sum + one.names.length, 0);
        const stays = names > 0 ? `, ${count(names, "name")} left alone` : "";
        return `${code(name)} in ${code(file)}: **${status}**${stays}`;
      }),
      ...(left > 0 ? [`_${left} more_`] : []),
    ]),
  ];
}

/** Whoever may change both a policy and its rules could let anything pass, so that this is never left out. */
export function ruleBlocks({ revisions = [] }: Report, { items }: Detail): readonly Block[] {
  const changed = revisions.flatMap(({ file, rules, objectives }) => [
    ...rules.map(({ what, before, after }) => [
      code(file),
      prose(what),
      tell(before),
      after === "another" ? "something else" : tell(after),
    ]),
    ...objectives.map(({ name, before, after }) => [
      code(file),
      `objective of ${code(name)}`,
      tellSeconds(before),
      tellSeconds(after),
    ]),
  ]);
  if (changed.length === 0) return [];
  const { shown, left } = someOf(changed, items);
  return [
    [`**${count(changed.length, "rule")} of the policies ${changed.length === 1 ? "changes" : "change"}**`],
    table(["policy", "rule", "now", "after"], shown),
    left > 0 ? paragraph([`_${left} more_`]) : [],
  ];
}

function tell(value: string | null): string {
  return value === null ? "none" : prose(value);
}

function tellSeconds(value: number | null): string {
  return value === null ? "none" : `${value} s`;
}
