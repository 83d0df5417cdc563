/** From files to plans, for commands that write: check the files, open the vendors, plan. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked } from "../plan/check.ts";
import type { Allowance } from "../plan/judge-guards.ts";
import { carryOut, type Errand, type WritingOptions } from "./carry-out.ts";
import { checkFiles } from "./check-files.ts";
import { refuseUnnamedProvider } from "./chosen-targets.ts";
import { openConnector } from "./connect.ts";
import type { Context } from "./context.ts";
import { deliverFailure } from "./deliver.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Reading } from "./files.ts";
import { type Aim, type PreparedFile, prepareAll } from "./prepare.ts";

export type WritingFiles = Reading & WritingOptions & WritingTargets;

interface WritingTargets {
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly allow?: readonly Allowance[];
}

/** What of the policies is carried out, where it isn't all that they say. */
export interface Intent extends Aim {
  /** The names that are taken over, and why that can't be done. */
  readonly choose?: (checked: readonly Checked[]) => {
    readonly adopted: ReadonlySet<string>;
    readonly diagnostics: readonly Diagnostic[];
  };
  /** Other policies in the place of these, and why that can't be done. */
  readonly reshape?: (checked: readonly Checked[]) => {
    readonly checked: readonly Checked[];
    readonly diagnostics: readonly Diagnostic[];
  };
  /** What else speaks against it, once it is planned. */
  readonly judge?: (plans: readonly PreparedFile[]) => readonly Diagnostic[];
}

/** Plans the policies of these files and carries that out. */
export async function writeFiles(
  context: Context,
  files: readonly string[],
  options: WritingFiles,
  errand: Errand,
  { choose, reshape, judge = () => [], ...aim }: Intent = {},
): Promise<ExitCode> {
  const found = checkFiles(files, context.folder, options);
  const names = found.checked.map(({ file }) => file.path);
  const fail = (code: ExitCode, diagnostics: readonly Diagnostic[]): Promise<ExitCode> =>
    deliverFailure(
      context,
      options,
      { command: errand.command, code, files: names },
      diagnostics,
      found.sources,
    );
  if (!found.ok) return fail(exitCodes.policyInvalid, found.diagnostics);
  refuseUnnamedProvider(found.checked, options.provider);
  const chosen = choose?.(found.checked);
  if (chosen !== undefined && chosen.diagnostics.length > 0) {
    return fail(exitCodes.usage, [...found.diagnostics, ...chosen.diagnostics]);
  }
  const reshaped = reshape?.(found.checked) ?? { checked: found.checked, diagnostics: [] };
  if (reshaped.diagnostics.length > 0) {
    return fail(exitCodes.usage, [...found.diagnostics, ...reshaped.diagnostics]);
  }
  const connector = await openConnector(context, options.sandbox ?? false, {
    dns: options.wait === "authoritative",
  });
  if ("code" in connector) return fail(exitCodes.unavailable, [connector]);
  try {
    const asked = chosen === undefined ? aim : { ...aim, adopted: chosen.adopted };
    const wanted = { ...options, expect: errand.expect };
    const preparation = await prepareAll(context, reshaped.checked, connector, wanted, asked);
    const against = preparation.codes.length > 0 ? [] : judge(preparation.plans);
    const judged = {
      ...preparation,
      diagnostics: [...preparation.diagnostics, ...against],
      refused: preparation.refused || against.length > 0,
    };
    return await carryOut(context, errand, judged, found, options);
  } finally {
    await connector.close();
  }
}
