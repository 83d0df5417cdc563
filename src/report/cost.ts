/** What a month costs, before and after. */
import type { CostEstimate, MonthlyCost } from "../plan/cost.ts";
import { count, printable } from "./text.ts";

/** "525.6 million queries → up to 1,051.2 million, 210 → up to 420 USD". */
export function renderCost(
  { currency, asOf, queries, checked, checks }: CostEstimate,
  provider: string,
): readonly string[] {
  const isPriced = queries.after.cost !== null && checks.after.cost !== null;
  const list = asOf === null ? "the policy's own prices" : `list prices of ${spellMonth(asOf)}`;
  const unpriced = `no price list of ${provider} is known: name your own under traffic.prices`;
  return [
    `Cost a month, estimated: ${renderQueries(queries.before, queries.after, currency)}`,
    `                         ${renderChecks(checks.before, checks.after, checked, currency)} (${isPriced ? list : unpriced})`,
  ];
}

function renderQueries(before: MonthlyCost, after: MonthlyCost, currency: string): string {
  const isMore = after.count > before.count;
  // The bounds: resolvers that ask seldom ask no more often for a shorter TTL, and no less for a longer one.
  const bound = isSame(before.count, after.count) ? "" : isMore ? "up to " : "no less than ";
  if (before.count === 0) return `${millions(after.count)} queries${pay(after.cost, currency)}`;
  const counted =
    bound === ""
      ? `${millions(before.count)} queries`
      : `${millions(before.count)} queries → ${bound}${millions(after.count)}`;
  return counted + payFrom(before.cost, after.cost, bound, currency);
}

function renderChecks(
  before: MonthlyCost,
  after: MonthlyCost,
  checked: CostEstimate["checked"],
  currency: string,
): string {
  const changed = before.count === after.count ? "" : `${before.count} → `;
  return `${changed}${count(after.count, checked)}${payFrom(before.cost, after.cost, "", currency)}`;
}

/** Nothing where no price is known. */
function pay(cost: number | null, currency: string): string {
  return cost === null ? "" : `, ${money(cost)} ${printable(currency)}`;
}

function payFrom(before: number | null, after: number | null, bound: string, currency: string): string {
  if (before === null || after === null || (bound === "" && isSame(before, after)))
    return pay(after, currency);
  return `, ${money(before)} → ${bound}${money(after)} ${printable(currency)}`;
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
  // A saved plan may say anything there.
  const [, year = "", month = ""] = /^(\d{4})-(0[1-9]|1[0-2])$/u.exec(asOf) ?? [];
  if (year === "") return printable(asOf);
  const name = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(
    Date.UTC(Number(year), Number(month) - 1, 1),
  );
  return `${name} ${year}`;
}
