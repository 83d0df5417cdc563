/** What becomes of one input, and whether that is in order. */
import { parseBytes } from "../../src/cli/read-text.ts";
import { describe, hasErrors } from "../../src/diagnostic/describe.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { type Checked, checkParsed } from "../../src/plan/check.ts";
import type { FindInclude } from "../../src/policy/include.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import type { Source } from "../../src/report/located.ts";
import { locateInText } from "../../src/source/locate.ts";
import type { FuzzInput } from "./input.ts";

export interface Verdict {
  /** `valid`, or the code of the first error. */
  readonly outcome: string;
  /** Null when all is in order. */
  readonly failure: string | null;
}

/** Milliseconds after which an input counts as one that hangs. */
export const patience = 5000;

/** Codes by which an input is refused before anything is made of it. */
const refusals = ["file-", "yaml-alias-expansion", "tree-too-large", "policy-too-large"];

/** Loads, steers, compiles and proves. */
export function judgeInput(input: FuzzInput): Verdict {
  const begun = performance.now();
  try {
    const checked = checkParsed(parseBytes(input.path, input.bytes), findIn(input.others));
    const failure = judgeChecked(checked);
    const took = performance.now() - begun;
    return {
      outcome: outcomeOf(checked),
      failure: failure ?? (took > patience ? `took ${Math.round(took)} ms` : null),
    };
  } catch (error) {
    return tellException(error);
  }
}

export function tellException(error: unknown): Verdict {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { outcome: "exception", failure: stack.split("\n").slice(0, 6).join("\n") };
}

/** What no command may print; null when all is in order. */
export function judgeSaid(said: string): string | null {
  if (/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u.test(said)) return "prints what would steer a terminal";
  return /\[object|\bundefined\b/u.test(said) ? `says "${said}"` : null;
}

function findIn(files: FuzzInput["others"]): FindInclude {
  return (path) => {
    const bytes = files.get(path);
    return bytes === undefined
      ? { kind: "unreadable", reason: "ENOENT" }
      : { kind: "file", parsed: parseBytes(path, bytes) };
  };
}

function outcomeOf({ ok, diagnostics }: Checked): string {
  if (ok) return "valid";
  const code = diagnostics.find(({ severity }) => severity === "error")?.code ?? "nothing";
  return `${refusals.some((refusal) => code.startsWith(refusal)) ? "refused" : "invalid"}: ${code}`;
}

/** What never may be, whatever the input. */
function judgeChecked(checked: Checked): string | null {
  const { ok, diagnostics, files } = checked;
  if (ok === hasErrors(diagnostics)) return "says it is in order, and names an error";
  if (!ok && diagnostics.length === 0) return "fails without a word";
  const sources = new Map(
    files.map(({ file, document }): [string, Source] => [
      file.path,
      { text: file.text, locate: (place) => document?.locate(place) ?? locateInText(file, place) },
    ]),
  );
  for (const diagnostic of diagnostics) {
    const failure = judgeDiagnostic(diagnostic, sources);
    if (failure !== null) return `${diagnostic.code}: ${failure}`;
  }
  const paint = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };
  const shown = renderDiagnostics(diagnostics.slice(0, 20), sources, paint);
  if (/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u.test(shown)) return "prints what would steer a terminal";
  return null;
}

function judgeDiagnostic(diagnostic: Diagnostic, sources: ReadonlyMap<string, Source>): string | null {
  const { message, hint } = describe(diagnostic);
  const words = `${message} ${hint ?? ""}`;
  if (/\bundefined\b|\[object|\bNaN\b|=>|function /.test(words)) return `says "${words}"`;
  const { place } = diagnostic;
  if (place === null) return "has no place";
  const source = sources.get(place.file);
  if (source === undefined) return `is in ${place.file}, which nobody has read`;
  const { start, end } = source.locate(place);
  const inside = start.offset >= 0 && start.offset <= end.offset && end.offset <= source.text.length;
  return inside && start.line >= 1 && start.column >= 1 ? null : "has a place outside its file";
}
