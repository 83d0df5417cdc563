/** `signpost validate`: everything that can be said offline. */
import type { Checked } from "../../plan/check.ts";
import { renderDiagnostics, summarize } from "../../report/diagnostics.ts";
import type { ReportedPolicy } from "../../report/report.ts";
import { count, printable } from "../../report/text.ts";
import { renderWaived, waivedToJson } from "../../report/waived.ts";
import { type CheckedFiles, checkEach } from "../check-files.ts";
import type { Context, ReportOutput } from "../context.ts";
import { deliver } from "../deliver.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { envelope } from "../result.ts";

export type ValidateOptions = Reading & ReportOutput & { readonly verbose?: boolean };

/** The diagnostics are the result, so they go to stdout. */
export async function runValidate(
  context: Context,
  named: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const run = checkEach(named, context.folder, { ...options, partsWillDo: true }, summarizePolicy);
  const { checked, diagnostics, sources, ok } = run;
  const code = ok ? exitCodes.done : exitCodes.policyInvalid;
  if (options.format === "human") show(context, run, options.verbose ?? false);
  return deliver(context, options, code, () => {
    const policies = checked.map(({ json, waived }) => ({ ...json, waived: waivedToJson(waived, sources) }));
    const files = policies.map(({ file }) => file);
    return { ...envelope("validate", ok, diagnostics, sources), files, policies };
  });
}

function show(
  { io: { out, paint } }: Context,
  { checked, diagnostics, sources, ok }: CheckedFiles<Summary>,
  verbose: boolean,
): void {
  const shown = verbose ? diagnostics : diagnostics.filter(({ severity }) => severity !== "note");
  if (shown.length > 0) out(`${renderDiagnostics(shown, sources, paint.out)}\n`);
  if (verbose) {
    for (const { waived } of checked) out(renderWaived(waived, sources, paint.out));
  }
  for (const one of checked) if (one.ok) out(`${paint.out.green("✓")} ${one.valid}\n`);
  const summary = summarize(shown);
  if (!ok || shown.length > 0) out(`${summary}\n`);
}

/** What is said of a policy in the end. The rest of it, which is large, is let go. */
interface Summary {
  readonly ok: boolean;
  readonly valid: string;
  readonly json: Omit<ReportedPolicy, "waived">;
  readonly waived: Checked["waived"];
}

function summarizePolicy(checked: Checked): Summary {
  const { ok, waived } = checked;
  return { ok, valid: describeValid(checked), json: describeJson(checked), waived };
}

function describeValid({ file, policy, records, targets, waived }: Checked): string {
  const proved = targets.map(
    ({ provider, proof }) =>
      `proved for ${provider}: ${count(proof.classes, "class")} of clients × ${count(proof.states, "health state")}`,
  );
  const facts = [
    `${count(records.length, "record")} in ${policy?.zone ?? ""}`,
    count(policy?.endpoints.size ?? 0, "endpoint"),
    ...proved,
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
  ];
  return `${printable(file.path)}  ${facts.join(" · ")}`;
}

function describeJson({ file, policy, records, targets, ok }: Checked): Summary["json"] {
  return {
    file: file.path,
    ok,
    policy: policy?.name ?? null,
    zone: policy?.zone ?? null,
    records: records.map(({ record }) => record.name),
    proofs: targets.map(({ provider, proof }) => {
      const { diagnostics: _, ...proved } = proof;
      return { provider, ...proved };
    }),
  };
}
