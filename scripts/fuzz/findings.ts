/** What many runs came to. */
import type { Verdict } from "./judge.ts";

export interface Findings {
  /** How often each outcome was. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failures: readonly { readonly run: number; readonly failure: string }[];
  readonly seconds: number;
}

/** @param begun - by `performance.now()` */
export function gather(verdicts: readonly Verdict[], begun: number): Findings {
  const outcomes = new Map<string, number>();
  for (const { outcome } of verdicts) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const failures = verdicts.flatMap(({ failure }, run) => (failure === null ? [] : [{ run, failure }]));
  return { outcomes, failures, seconds: (performance.now() - begun) / 1000 };
}
