/** `signpost plan`: what would change, and who would get what. Writes nothing. */

import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { isEmpty } from "../../plan/plan.ts";
import { type WrittenAllowance, writeAllow } from "../allow.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes, worstOf } from "../exit-code.ts";
import { writeFileSize } from "../file-size.ts";
import type { Reading } from "../files.ts";
import { comparisonsToJson, type PreparedPolicy, plansToJson, prepareAll, showPlans } from "../prepare.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";

export interface PlanOptions extends Reading {
  readonly format: OutputFormat;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly allow?: readonly WrittenAllowance[];
  readonly verbose?: boolean;
  readonly detailedExitcode?: boolean;
}

export async function runPlan(
  context: Context,
  files: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const run = checkFiles(files, context.folder, options);
  const { sources } = run;
  if (!run.ok) {
    printFailure(context, { command: "plan", format, verbose }, run.diagnostics, sources);
    return exitCodes.policyInvalid;
  }
  refuseUnnamedProvider(run.checked, options.provider);
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) {
    printFailure(context, { command: "plan", format, verbose }, [connector], sources);
    return exitCodes.unavailable;
  }
  try {
    const preparation = await prepareAll(context, run.checked, connector, options);
    const { policies, plans, diagnostics, codes, refused } = preparation;
    const all = [...run.diagnostics, ...diagnostics];
    const changed = plans.some(({ prepared }) => !isEmpty(prepared.plan));
    const ok = codes.length === 0 && !refused;
    if (format === "json") {
      printJson(context, {
        ...envelope("plan", ok, all, sources),
        plans: plansToJson(plans, sources),
        comparisons: comparisonsToJson(policies),
      });
    } else {
      printDiagnostics(context, all, sources, verbose);
      const words = ["signpost", "apply", ...files.map(quoteForShell)];
      if (options.root !== undefined) words.push("--root", quoteForShell(options.root));
      if (options.maxFileSize !== undefined)
        words.push("--max-file-size", writeFileSize(options.maxFileSize));
      if (options.sandbox) words.push("--sandbox");
      if (options.provider !== undefined) words.push("--provider", options.provider);
      words.push(...writeAllow(options.allow ?? []));
      const command = words.join(" ");
      for (const one of policies) {
        const hasChanges = one.plans.some(({ prepared }) => !isEmpty(prepared.plan));
        const next = hasChanges ? nextCommand(one, command, ok) : null;
        context.io.out(await showPlans(context, one, sources, verbose, next));
      }
    }
    return worstOf([
      ...codes,
      ...(refused ? [exitCodes.refused] : []),
      ...(changed && options.detailedExitcode ? [exitCodes.differenceFound] : []),
    ]);
  } finally {
    await connector.close();
  }
}

/** Where another provider couldn't be planned, what can be applied is applied alone. */
function nextCommand({ plans, failed }: PreparedPolicy, command: string, ok: boolean): string | null {
  if (ok) return command;
  const [only, ...others] = plans;
  if (failed.length === 0 || only === undefined || others.length > 0) return null;
  const { provider, refusals } = only.prepared.plan;
  return refusals.length > 0 ? null : `${command} --provider ${provider}`;
}
