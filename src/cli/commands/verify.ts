/** `signpost verify`: asks a zone's own name servers whether clients get what the policy says. Never writes. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Origin } from "../../policy/policy.ts";
import { renderVerification } from "../../report/verified.ts";
import { usualRate } from "../../verify/ask.ts";
import { diagnoseName, diagnoseSilent } from "../../verify/diagnose.ts";
import { divideAmong } from "../../verify/judge.ts";
import { differs, isWhole, type Verification } from "../../verify/result.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { type Connector, openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes, worstOf } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { verificationToJson } from "../verify/json.ts";
import { readWanted, type WantedOptions } from "../verify/read-wanted.ts";
import { asksVendor, type Failed, findSubjects, type Wanted } from "../verify/subjects.ts";
import { verifySubjects } from "../verify/verify-subjects.ts";

export interface VerifyOptions extends Reading, WantedOptions {
  readonly format: OutputFormat;
  readonly verbose?: boolean;
  readonly rate?: number;
  readonly strict?: boolean;
}

/** Exit 2 when something differs, or nothing could be asked; 10 when no server answers. */
export async function runVerify(
  context: Context,
  files: readonly string[],
  options: VerifyOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const failing = { command: "verify", format, verbose };
  const run = checkFiles(files, context.folder, options);
  const { sources } = run;
  const fail = (code: ExitCode, diagnostics: readonly Diagnostic[]): ExitCode => {
    printFailure(context, failing, [...run.diagnostics, ...diagnostics], sources);
    return code;
  };
  if (!run.ok) return fail(exitCodes.policyInvalid, []);
  refuseUnnamedProvider(run.checked, options.provider);
  const wanted = await readWanted(options, run.checked, context.folder);
  if ("code" in wanted) return fail(exitCodes.usage, [wanted]);
  const connector = asksVendor(wanted)
    ? await openConnector(context, options.sandbox ?? false, { dns: true })
    : null;
  if (connector !== null && "code" in connector) return fail(exitCodes.unavailable, [connector]);
  try {
    return await verify(context, run, connector, wanted, options);
  } finally {
    await connector?.close();
  }
}

async function verify(
  context: Context,
  run: ReturnType<typeof checkFiles>,
  connector: Connector | null,
  wanted: Wanted,
  { format, verbose = false, strict = false, queries, rate, timeout, sandbox }: VerifyOptions,
): Promise<ExitCode> {
  const { io, signal } = context;
  const progress = showProgress(context);
  const found = await findSubjects(run.checked, connector, wanted);
  const records = found.subjects.flatMap((subject) => subject.records);
  const asking = { queries, rate: rate ?? (sandbox === true ? localRate : usualRate), timeout, signal };
  const { zones, tests, certainty, failed, moved, unreachable } = await verifySubjects(
    found.subjects,
    wanted,
    asking,
    progress,
  ).finally(progress.end);
  const verification: Verification = { zones, tests, certainty };
  const names = zones.flatMap((zone) => zone.names);
  const limit = divideAmong(tests, certainty).falseAlarm;
  const origins = new Map<string, Origin>(records.map(({ record }) => [record.name, record.origin]));
  const failures = tellOnce([...found.failed, ...failed], signal);
  const isNothing =
    failures.length === 0 && unreachable.length === 0 && names.every(({ verdicts }) => verdicts.length === 0);
  const told: readonly Diagnostic[] = [
    ...run.diagnostics,
    ...failures.map(({ diagnostic }) => diagnostic),
    ...unreachable,
    ...moved,
    ...zones.flatMap(({ zone, silent }) => diagnoseSilent(zone, silent)),
    ...names.flatMap((name) => {
      const origin = origins.get(name.name);
      return origin === undefined ? [] : diagnoseName(name, origin, limit, Date.now());
    }),
    ...(isNothing ? [diagnose("nothing-verified", { policies: run.checked.length }, null)] : []),
  ];
  const isDifferent = names.some(differs);
  const isPartial = zones.some(({ silent }) => silent.length > 0) || !names.every(isWhole);
  const codes = [
    ...failures.map(({ code }) => code),
    ...(unreachable.length > 0 ? [exitCodes.unavailable] : []),
    ...(isDifferent || isNothing || (strict && isPartial) ? [exitCodes.differenceFound] : []),
  ];
  if (format === "json") {
    const ok = codes.length === 0;
    printJson(context, { ...envelope("verify", ok, told, run.sources), ...verificationToJson(verification) });
  } else {
    const view = { paint: io.paint.out, width: io.width, now: Date.now() };
    if (zones.length > 0) io.out(renderVerification(verification, view));
    printDiagnostics(context, told, run.sources, verbose);
  }
  return worstOf(codes);
}

/** That the user wanted no more is one thing, whoever heard of it. */
function tellOnce(failed: readonly Failed[], { aborted }: AbortSignal): readonly Failed[] {
  const { interrupted } = exitCodes;
  const others = failed.filter(({ code }) => code !== interrupted);
  return aborted ? [{ diagnostic: diagnose("interrupted", {}, null), code: interrupted }, ...others] : others;
}

/** Packets per second to the sandbox, which is nobody else's. */
const localRate = 5000;
