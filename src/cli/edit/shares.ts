/** Shares on the command line: `25`, `25%`, `0.5%`, and steps of them. */
import type { Fraction } from "../../policy/share-out.ts";
import { UsageError } from "../usage-error.ts";

/** Throws `UsageError` for what is no share. */
export function parseShare(text: string): Fraction {
  const { whole, part = "" } =
    /^(?<whole>\d{1,3})(?:\.(?<part>\d{1,4}))?%?$/u.exec(text.trim())?.groups ?? {};
  const denominator = 100 * 10 ** part.length;
  const numerator = Number(`${whole ?? ""}${part}`);
  if (whole !== undefined && numerator <= denominator) return { numerator, denominator };
  throw new UsageError(`"${text}" is no share: write a percentage from 0 to 100, such as 25 or 0.5%`);
}

/** The steps in their order, each larger than the one before. */
export function parseSteps(text: string): readonly Fraction[] {
  const steps = text.split(",").map(parseShare);
  const isRising = steps.every(
    (step, index) => decimalOf(step) > decimalOf(steps[index - 1] ?? { numerator: -1, denominator: 1 }),
  );
  if (isRising) return steps;
  throw new UsageError(`"${text}" are no steps: each is larger than the one before, such as 5,25,50,100`);
}

export function decimalOf({ numerator, denominator }: Fraction): number {
  return numerator / denominator;
}
