/** What stands in the way of a plan, and what would let it pass. */
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { isWithoutChanges } from "../plan.ts";
import type { ReportedPlan } from "../report.ts";
import { alert, type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

type GuardFinding = ReportedPlan["guards"]["findings"][number];

/** What blocks it is there to be seen; the reasons themselves are among the errors. */
export function guardBlocks(plans: readonly ReportedPlan[], { items }: Detail): readonly Block[] {
  const found = plans.flatMap(({ guards, title }) => guards.findings.map((finding) => ({ finding, title })));
  const blocked = found.filter(({ finding }) => finding.status === "blocked");
  const others = found.filter(({ finding }) => finding.status !== "blocked");
  return [
    alert("CAUTION", plans.some((plan) => plan.blocked) ? [tellBlocked(blocked.length)] : []),
    ...tabulate(blocked, items, plans.length > 1),
    ...letPass(plans, others, items),
  ];
}

function tellBlocked(guards: number): string {
  return guards === 0
    ? "**Blocked:** it can't be applied; the errors below say why."
    : "**Blocked:** it can't be applied unless each of these is let pass, by its `--allow` for once or by a waiver in the policy.";
}

interface Found {
  readonly finding: GuardFinding;
  readonly title: string;
}

function tabulate(found: readonly Found[], items: number, isNamed: boolean): readonly Block[] {
  const { shown, left } = someOf(found, items);
  const rows = shown.map(({ finding, title }) => [
    code(finding.guard),
    isNamed ? `${code(finding.target)} at ${prose(title)}` : code(finding.target),
    measure(finding, finding.value),
    finding.limit === 0 ? "none" : measure(finding, finding.limit),
    tellWay(finding),
  ]);
  return [
    table(["guard", "at", "found", "limit", "let pass by"], rows),
    left > 0 ? paragraph([`_${left} more_`]) : [],
  ];
}

function letPass(plans: readonly ReportedPlan[], found: readonly Found[], items: number): readonly Block[] {
  const changing = plans.filter((plan) => !isWithoutChanges(plan));
  if (changing.length === 0) return [];
  const passed = Math.min(...changing.map(({ guards }) => guards.passed));
  const counts = (["allowed", "waived", "blocked"] as const).flatMap((status) => {
    const all = plans.flatMap(({ guards }) => guards.findings);
    const number = all.filter((one) => one.status === status).length;
    return number === 0 ? [] : [`${number} ${status}`];
  });
  const summary = [`Guards: ${passed} passed`, ...counts].join(", ");
  return found.length === 0
    ? [paragraph([summary])]
    : [folded(summary, tabulate(found, items, plans.length > 1))];
}

function tellWay({ guard, target, status, until }: GuardFinding): string {
  if (status === "waived") return `a waiver until ${prose(until ?? "")}`;
  return code(`--allow ${quoteForShell(`${guard}=${target}`)}`);
}

const units: Readonly<Record<string, string>> = {
  "max-shift": " %",
  "max-delete": " %",
  "ttl-jump": " times",
  "failover-slower": " times",
};

/** In the guard's own unit. */
function measure({ guard }: GuardFinding, value: number | null): string {
  // Of a failover a value that is null is one that is gone.
  if (value === null) return guard === "failover-slower" ? "gone" : "?";
  return `${Number(value.toFixed(1))}${units[guard] ?? ""}`;
}
