/** Holds a step of a ramp against what is live. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked } from "../../plan/check.ts";
import { compareZone } from "../../plan/plan.ts";
import { judgeStep } from "../../plan/step.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { openConnector } from "../connect.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "../exit-code.ts";

/** Names of a policy, whose share is to grow. */
export interface Stepping {
  readonly checked: Checked;
  readonly names: ReadonlySet<string>;
}

export interface StepCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** Null when nothing stands in the way. */
  readonly code: ExitCode | null;
}

export interface StepOptions {
  readonly sandbox?: boolean;
  readonly provider?: string;
  /** The way back, written so that it doesn't wait; null where it isn't one. */
  readonly lowered: string | null;
}

/** Reads the zones, and writes nothing. */
export async function checkStep(
  context: Context,
  steppings: readonly Stepping[],
  options: StepOptions,
): Promise<StepCheck> {
  const targets = steppings.flatMap(({ checked, names }) =>
    checked.targets
      .filter(({ provider }) => options.provider === undefined || provider === options.provider)
      .map((target) => ({ checked, names, target })),
  );
  if (targets.length === 0) {
    return { diagnostics: [diagnose("step-unchecked", { reason: "no provider" }, null)], code: null };
  }
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) return { diagnostics: [connector], code: exitCodes.unavailable };
  try {
    const diagnostics: Diagnostic[] = [];
    for (const { checked, names, target } of targets) {
      const { policy, records } = checked;
      if (policy === null) continue;
      const reading = await connector.open(target.provider, policy);
      const plan = await compareZone(policy, records, target, reading);
      for (const planned of plan.names.filter(({ name }) => names.has(name))) {
        const told = tell(planned.name, plan.title, judgeStep(planned, Date.now()), options.lowered);
        if (told !== null) diagnostics.push(told);
      }
    }
    const refused = diagnostics.some(({ severity }) => severity === "error");
    return { diagnostics, code: refused ? exitCodes.refused : null };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { diagnostics: [error.diagnostic], code: exitCodeOf(error.kind) };
  } finally {
    await connector.close();
  }
}

function tell(
  name: string,
  provider: string,
  verdict: ReturnType<typeof judgeStep>,
  lowered: string | null,
): Diagnostic | null {
  switch (verdict.kind) {
    case "ready":
      return null;
    case "not applied":
      return diagnose("step-not-applied", { name, provider }, null);
    case "unknown":
      return diagnose("step-unknown", { name, provider }, null);
    case "too soon": {
      const [applied, earliest] = [spellTime(verdict.applied), spellTime(verdict.earliest)];
      const { seconds } = verdict;
      return diagnose("step-too-soon", { name, provider, applied, earliest, seconds, lowered }, null);
    }
  }
}

/** In UTC, whole seconds rounded up. */
function spellTime(milliseconds: number): string {
  return new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
