/** `signpost test`: the tests and guarantees of policies, offline. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked } from "../../plan/check.ts";
import type { Origin } from "../../policy/policy.ts";
import { renderJunit } from "../../report/junit.ts";
import { renderPromises, summarizePromises } from "../../report/promises.ts";
import { checkFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { envelope, printDiagnostics, printJson } from "../result.ts";

export interface TestOptions extends Reading {
  readonly format: "human" | "json" | "junit";
}

/** What else is wrong with a policy is told too: nothing that is tested of it could be relied on. */
export function runTest(context: Context, files: readonly string[], options: TestOptions): ExitCode {
  const run = checkFiles(files, context.folder, options);
  const { checked, diagnostics, sources, ok } = run;
  const { io } = context;
  const promised = new Set(
    checked.flatMap(({ promises }) =>
      [...promises.tests, ...promises.guarantees].flatMap((result) => result.diagnostics),
    ),
  );
  const others = diagnostics.filter((one) => one.severity === "error" && !promised.has(one));
  const lineOf = (origin: Origin) => sources.get(origin.file)?.locate(origin).start.line ?? null;
  if (options.format === "json") {
    printJson(context, { ...envelope("test", ok, diagnostics, sources), ...describeJson(checked, lineOf) });
  } else if (options.format === "junit") {
    io.out(renderJunit(checked, others, sources));
  } else {
    io.out(renderPromises(checked, { paint: io.paint.out, width: io.width, lineOf }));
    const summary = summarizePromises(checked);
    if (summary !== "") io.out(`\n${summary}\n`);
    printDiagnostics(context, others, sources, false);
  }
  return ok ? exitCodes.done : exitCodes.policyInvalid;
}

function describeJson(
  checked: readonly Checked[],
  lineOf: (origin: Origin) => number | null,
): { readonly tests: readonly object[]; readonly guarantees: readonly object[] } {
  const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
  return {
    tests: checked.flatMap(({ file, promises }) =>
      promises.tests.map(({ test, record, client, outcomes, passed, diagnostics }) => ({
        file: file.path,
        line: lineOf(test.origin),
        name: test.name,
        record,
        at: test.at,
        client,
        down: [...test.down],
        passed,
        outcomes,
        codes: codes(diagnostics),
      })),
    ),
    guarantees: checked.flatMap(({ file, promises }) =>
      promises.guarantees.map(({ guarantee, record, kept, checked: looked, diagnostics }) => ({
        file: file.path,
        line: lineOf(guarantee.origin),
        name: guarantee.name,
        record,
        promise: guarantee.promise.kind,
        kept,
        checked: looked,
        codes: codes(diagnostics),
      })),
    ),
  };
}
