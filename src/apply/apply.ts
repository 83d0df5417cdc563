/** Carrying out a plan. */

import type { Prepared } from "../plan/plan.ts";
import type { Wait, WriteStep, Written } from "../provider/connection.ts";

export interface ApplyOptions {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  readonly onProgress: (step: WriteStep) => void;
}

export interface Applied extends Written {
  /** Something was written before it failed. */
  readonly partly: boolean;
}

/** Writes the changes of a plan that nothing refuses. Never throws for what the vendor does. */
export async function applyPlan(prepared: Prepared, options: ApplyOptions): Promise<Applied> {
  const { connection, changes, target, snapshot, plan } = prepared;
  if (plan.refusals.length > 0) throw new Error("a refused plan must not be applied");
  const written = await connection.write(changes, target.compiled, snapshot, options);
  return { ...written, partly: written.failure !== null && written.done.length > 0 };
}
