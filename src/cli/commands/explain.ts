/** `signpost explain CODE`: more about a sort of mistake. */
import { type Code, catalogue, isCode } from "../../diagnostic/catalogue.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface ExplainOptions {
  readonly format: OutputFormat;
}

export function runExplain(context: Context, code: string | undefined, options: ExplainOptions): ExitCode {
  const codes = Object.keys(catalogue).filter(isCode).sort();
  if (code === undefined) {
    if (options.format === "json") {
      printJson(context, { ...envelope("explain", true, [], new Map()), codes: codes.map(describeCode) });
    } else {
      const widest = Math.max(...codes.map((one) => one.length));
      for (const one of codes) context.io.out(`${one.padEnd(widest)}  ${catalogue[one].title}\n`);
    }
    return exitCodes.done;
  }
  if (!isCode(code)) {
    const near = suggest(code, codes);
    throw new UsageError(
      `there is no code ${code}${near === null ? "; `signpost explain` lists them" : `; did you mean ${near}?`}`,
    );
  }
  const { severity, title, explain } = describeCode(code);
  if (options.format === "json") {
    printJson(context, { ...envelope("explain", true, [], new Map()), ...describeCode(code) });
  } else {
    const { paint, out } = context.io;
    out(`${paint.out.bold(code)}  ${title}  ${paint.out.dim(severity)}\n\n${explain}\n`);
  }
  return exitCodes.done;
}

function describeCode(code: Code) {
  const { severity, title, explain } = catalogue[code];
  return { code, severity, title, explain };
}
