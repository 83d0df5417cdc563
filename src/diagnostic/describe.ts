import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic, DiagnosticOf } from "./diagnostic.ts";

/** A diagnostic in words. */
export interface Description {
  readonly title: string;
  /** What is wrong, in one sentence without a full stop at the end. */
  readonly message: string;
  /** What to write instead, or null. */
  readonly hint: string | null;
  /** Lines that say it at more length, for a terminal. */
  readonly details: readonly string[];
}

/** Puts a diagnostic into words. */
export function describe<C extends Code>(diagnostic: DiagnosticOf<C>): Description {
  const said = catalogue[diagnostic.code];
  return {
    title: said.title,
    message: said.message(diagnostic.args),
    hint: said.hint?.(diagnostic.args) ?? null,
    details: said.details?.(diagnostic.args) ?? [],
  };
}

/** Whether one of these makes the policy invalid. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
