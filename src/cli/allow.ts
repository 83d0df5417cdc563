/** `--allow guard=target`: what guards let pass, once. */
import { InvalidArgumentError } from "commander";
import { quoteForShell } from "../diagnostic/quote-for-shell.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { Allowance } from "../plan/judge-guards.ts";
import { guardNames, isGuardName } from "../policy/guards.ts";

/** An allowance as a user writes it. */
export interface WrittenAllowance extends Allowance {
  readonly target: string;
}

/** Adds one to those before it. Throws commander's error, which names the option. */
export function parseAllow(
  text: string,
  before: readonly WrittenAllowance[] = [],
): readonly WrittenAllowance[] {
  const { guard = "", target = "" } = /^(?<guard>[^=]*)=(?<target>.+)$/su.exec(text)?.groups ?? {};
  if (target === "") throw new InvalidArgumentError("Write a guard and its target, such as max-shift=www.");
  if (guard === "destroy" || isGuardName(guard)) return [...before, { guard, target }];
  const near = suggest(guard, [...guardNames, "destroy"]);
  throw new InvalidArgumentError(
    near === null
      ? `There is no guard ${guard}; there are ${guardNames.join(", ")}.`
      : `There is no guard ${guard}.\n(Did you mean ${near}?)`,
  );
}

/** The same as words of a command line. */
export function writeAllow(allow: readonly WrittenAllowance[]): readonly string[] {
  return allow.flatMap(({ guard, target }) => ["--allow", quoteForShell(`${guard}=${target}`)]);
}
