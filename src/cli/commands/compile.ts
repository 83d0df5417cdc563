/** `signpost compile`: the exact payloads for a vendor, offline. */
import type { Checked, Target } from "../../plan/check.ts";
import { providers } from "../../provider/registry.ts";
import { alignColumns, printable } from "../../report/text.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";

export interface CompileOptions extends Reading {
  readonly format: OutputFormat;
  readonly provider?: string;
  readonly verbose?: boolean;
}

export function runCompile(context: Context, files: readonly string[], options: CompileOptions): ExitCode {
  const run = checkFiles(files, context.folder, options);
  const { checked, diagnostics, sources, ok } = run;
  const { format, verbose = false } = options;
  if (!ok) {
    printFailure(context, { command: "compile", format, verbose }, diagnostics, sources);
    return exitCodes.policyInvalid;
  }
  refuseUnnamedProvider(checked, options.provider);
  const wanted = checked.flatMap((one) =>
    one.targets
      .filter(({ provider }) => options.provider === undefined || provider === options.provider)
      .map((target) => ({ one, target })),
  );
  if (format === "json") {
    const shapes = wanted.map(({ one, target }) => ({
      ...envelope("compile", true, one.diagnostics, sources),
      provider: target.provider,
      policy: one.policy?.name,
      zone: one.policy?.zone,
      ...providers[target.provider].describePayloads(target.compiled),
    }));
    // One zone and provider is one object; several are a list of them.
    const [only, ...others] = shapes;
    printJson(context, only !== undefined && others.length === 0 ? only : shapes);
    return exitCodes.done;
  }
  printDiagnostics(context, diagnostics, sources, verbose);
  for (const { one, target } of wanted) context.io.out(renderCompiled(one, target, context));
  return exitCodes.done;
}

function renderCompiled({ policy }: Checked, { provider, compiled }: Target, { io }: Context): string {
  const rows = compiled.resources
    .filter(({ kind }) => kind !== "marker")
    .map(({ kind, title, detail }) => {
      const [name = "", type = "", what = ""] = title;
      return [kind, name, type, what, detail].map(printable);
    });
  const header = `${policy?.zone ?? ""} · ${provider} · ${rows.length} resources and their markers`;
  return `${io.paint.out.bold(header)}\n\n${alignColumns(rows)
    .map((row) => `  ${row}\n`)
    .join("")}\n`;
}
