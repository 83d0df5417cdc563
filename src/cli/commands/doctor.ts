/** `signpost doctor`: whether everything is there that a plan and an apply need. Writes nothing. */
import type { Examination } from "../../plan/examination.ts";
import type { Examined } from "../../provider/examination.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { providers } from "../../provider/registry.ts";
import { renderExaminations } from "../../report/examination.ts";
import type { Sources } from "../../report/located.ts";
import { count } from "../../report/text.ts";
import { type CheckedFiles, checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { openConnector } from "../connect.ts";
import type { Context } from "../context.ts";
import { type DoctorOptions, findTask } from "../doctor/options.ts";
import { printAccess, printTrust } from "../doctor/print-access.ts";
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from "../exit-code.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export async function runDoctor(
  context: Context,
  files: readonly string[],
  options: DoctorOptions,
): Promise<ExitCode> {
  const { format } = options;
  const task = findTask(files, options);
  if (task === "--print-trust") return printTrust(context, options);
  if (task === "--print-iam")
    return printAccess(context, checkFiles(files, context.folder, options), options);
  const run = checkAll(files, context, options);
  if (run.found !== null && options.provider !== undefined)
    refuseUnnamedProvider(run.found.checked, options.provider);
  const node = examineNode();
  const machine: Examination = { subject: "this machine", findings: [node, run.finding] };
  const codes: ExitCode[] = [
    ...codeOf(node),
    ...(run.finding.status === "failed" ? [exitCodes.policyInvalid] : []),
  ];
  const connector = await openConnector(context, options.sandbox ?? false);
  const vendors: Examination[] = [];
  const sources: Sources = run.found?.sources ?? new Map();
  const diagnostics = (run.found?.diagnostics ?? []).filter(({ severity }) => severity === "error");
  if ("code" in connector) {
    printFailure(context, { command: "doctor", format, verbose: false }, [connector], new Map());
    return exitCodes.unavailable;
  }
  try {
    for (const { policy, targets } of run.found?.checked ?? []) {
      if (policy === null) continue;
      for (const { provider } of targets) {
        if (options.provider !== undefined && options.provider !== provider) continue;
        const findings = await connector.examine(provider, policy);
        vendors.push({ subject: `${providers[provider].title} · ${policy.zone} (${policy.name})`, findings });
        codes.push(...findings.flatMap(codeOf));
      }
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    diagnostics.push(error.diagnostic);
    codes.push(exitCodeOf(error.kind));
  } finally {
    await connector.close();
  }
  const examinations = [machine, ...vendors];
  const code = worstOf(codes);
  if (format === "json") {
    const ok = code === exitCodes.done;
    printJson(context, { ...envelope("doctor", ok, diagnostics, sources), examinations });
  } else {
    printDiagnostics(context, diagnostics, sources, false);
    context.io.out(renderExaminations(examinations, context.io.paint.out, context.io.width));
  }
  return code;
}

function codeOf({ status, kind }: Examined): readonly ExitCode[] {
  return status === "failed" ? [kind === null ? exitCodes.refused : exitCodeOf(kind)] : [];
}

/** As package.json has it. */
const leastNode = [20, 19] as const;

function examineNode(): Examined {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const [leastMajor, leastMinor] = leastNode;
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return {
    what: "Node",
    status: isEnough ? "ok" : "failed",
    detail: isEnough ? node : `${node} is older than ${leastNode.join(".")}`,
    next: isEnough ? null : `install Node ${leastNode.join(".")} or later`,
    kind: null,
  };
}

interface FoundPolicies {
  readonly found: CheckedFiles | null;
  readonly finding: Examined;
}

function checkAll(files: readonly string[], { folder }: Context, options: DoctorOptions): FoundPolicies {
  const what = "policy files";
  try {
    const found = checkFiles(files, folder, options);
    const errors = found.diagnostics.filter(({ severity }) => severity === "error").length;
    const policies = count(found.checked.length, "policy");
    const finding: Examined = found.ok
      ? { what, status: "ok", detail: `${policies}, valid`, next: null, kind: null }
      : {
          what,
          status: "failed",
          detail: `${policies}, ${count(errors, "error")}`,
          next: "mend what is wrong with them; signpost validate looks at nothing else",
          kind: null,
        };
    return { found, finding };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const next = "name a policy file, or write a first one with: signpost init";
    return { found: null, finding: { what, status: "failed", detail: error.message, next, kind: null } };
  }
}
