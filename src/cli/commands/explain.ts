/** `signpost explain CODE`: more about a sort of mistake. */
import { type Code, catalogue, isCode } from "../../diagnostic/catalogue.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import { lintRules } from "../../lint/rules.ts";
import { changeRules } from "../../plan/change-rules/rules.ts";
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
    printJson(context, {
      ...envelope("explain", true, [], new Map()),
      ...describeCode(code),
      rule: ruleOf(code),
    });
  } else {
    const { paint, out } = context.io;
    out(`${paint.out.bold(code)}  ${title}  ${paint.out.dim(severity)}\n\n${explain}\n`);
    const rule = ruleOf(code);
    if (rule !== null) out(`\n${describeRule(rule)}`);
  }
  return exitCodes.done;
}

interface ExplainedRule {
  readonly code: Code;
  readonly docs: string;
  readonly examples: { readonly ok: readonly unknown[]; readonly notOk: readonly unknown[] };
}

/** What a rule finds, and examples; null for a code that is no rule's. */
function ruleOf(code: Code): ExplainedRule | null {
  const rule = [...lintRules, ...changeRules].find(({ id }) => id === code);
  return rule === undefined ? null : { code, docs: rule.docs, examples: rule.examples };
}

function describeRule({ code, docs, examples: { ok, notOk } }: ExplainedRule): string {
  const [found, content] = [notOk[0], ok[0]];
  const shown = (title: string, text: string) =>
    `${title}:\n\n${text.trim().replace(/^(?=.)/gmu, "    ")}\n\n`;
  return [
    `${docs}\n\n`,
    ...(typeof found === "string" ? [shown("Found in", found)] : []),
    ...(typeof content === "string" ? [shown("Not in", content)] : []),
    `lint: { ${code}: off } turns it off, error makes it an error; a waiver accepts one finding until a day.\n`,
  ].join("");
}

function describeCode(code: Code) {
  const { severity, title, explain } = catalogue[code];
  return { code, severity, title, explain };
}
