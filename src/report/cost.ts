/** What a month costs, before and after. */
import type { CostEstimate, MonthlyCost } from "../plan/cost.ts";
import { count } from "./text.ts";

/** "525.6 million queries → up to 1,051.2 million, 210 → up to 420 USD". */
export function renderCost({ currency, asOf, queries, checked, checks }: CostEstimate): readonly string[] {
  const list = asOf === null ? "the policy's own prices" : `list prices of ${spellMonth(asOf)}`;
  return [
    `Cost a month, estimated: ${renderQueries(queries.before, queries.after, currency)}`,
    `                         ${renderChecks(checks.before, checks.after, checked, currency)} (${list})`,
  ];
}

function renderQueries(before: MonthlyCost, after: MonthlyCost, currency: string): string {
  const now = `${millions(before.count)} queries`;
  const cost = isSame(before.cost, after.cost) ? "" : ` → ${money(after.cost)}`;
  if (isSame(before.count, after.count)) return `${now}, ${money(before.cost)}${cost} ${currency}`;
  if (before.count === 0) return `${millions(after.count)} queries, ${money(after.cost)} ${currency}`;
  // The bounds: resolvers that ask seldom ask no more often for a shorter TTL, and no less for a longer one.
  const bound = after.count > before.count ? "up to" : "no less than";
  return `${now} → ${bound} ${millions(after.count)}, ${money(before.cost)} → ${bound} ${money(after.cost)} ${currency}`;
}

function renderChecks(
  before: MonthlyCost,
  after: MonthlyCost,
  checked: CostEstimate["checked"],
  currency: string,
): string {
  const now = `${count(before.count, checked)}, ${money(before.cost)}`;
  if (before.count === after.count && isSame(before.cost, after.cost)) return `${now} ${currency}`;
  const changed = before.count === after.count ? "" : `${before.count} → `;
  return `${changed}${count(after.count, checked)}, ${money(before.cost)} → ${money(after.cost)} ${currency}`;
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.005;
}

/** Cents matter below a hundred only. */
function money(amount: number): string {
  const digits = amount < 100 ? 2 : 0;
  return amount.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function millions(queries: number): string {
  return `${(queries / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} million`;
}

function spellMonth(asOf: string): string {
  const [year = "", month = "1"] = asOf.split("-");
  const name = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(
    Date.UTC(Number(year), Number(month) - 1, 1),
  );
  return `${name} ${year}`;
}
