/** `signpost destroy`: takes away everything that carries the policy's mark; with `--to`, all but one plain answer. */
import { withNothing } from "../../plan/check.ts";
import type { Allowance } from "../../plan/judge-guards.ts";
import { reduceTo } from "../../plan/reduce.ts";
import type { WrittenAllowance } from "../allow.ts";
import type { Context } from "../context.ts";
import { judgeConsent, wordFor } from "../destroy-consent.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type WritingFiles, writeFiles } from "../write-files.ts";

export interface DestroyOptions extends WritingFiles {
  readonly allow?: readonly WrittenAllowance[];
  /** The endpoint that all names answer with until they are deleted. */
  readonly to?: string;
}

export function runDestroy(
  context: Context,
  files: readonly string[],
  options: DestroyOptions,
): Promise<ExitCode> {
  return options.to === undefined
    ? deleteAll(context, files, options)
    : leaveOneAnswer(context, files, options, options.to);
}

function deleteAll(
  context: Context,
  files: readonly string[],
  { allow = [], ...options }: DestroyOptions,
): Promise<ExitCode> {
  const consents = allow.filter(({ guard }) => guard === "destroy");
  const others = allow.filter(({ guard }) => guard !== "destroy");
  const errand = { command: "destroy", question: "Destroy all of this?", expect: null, wordFor };
  return writeFiles(context, files, { ...options, allow: others }, errand, {
    shape: withNothing,
    allow: meant,
    judge: (plans) => judgeConsent(plans, consents, options.yes === true),
  });
}

/** What deletion alone trips: every name that goes was named by whoever destroys it. */
const meant = passing(["max-delete", "last-answer", "max-shift", "apex", "wildcard"]);

/** What is given up by leaving one answer, which is what it is for. That answers move is not. */
const givenUp = passing(["check-removed", "failover-slower", "ttl-jump"]);

function passing(guards: readonly Allowance["guard"][]): readonly Allowance[] {
  return guards.map((guard) => ({ guard, target: null }));
}

async function leaveOneAnswer(
  context: Context,
  files: readonly string[],
  options: DestroyOptions,
  to: string,
): Promise<ExitCode> {
  // Whoever goes on with it later must not take it for the deletion.
  const errand = { command: "destroy --to", question: `Leave ${to} as the only answer?`, expect: null, to };
  const code = await writeFiles(context, files, options, errand, {
    allow: givenUp,
    reshape(checked) {
      const reduced = checked.map((one) => reduceTo(one, to));
      return {
        checked: reduced.map((one) => one.checked),
        diagnostics: reduced.flatMap((one) => one.diagnostics),
      };
    },
  });
  if (code === exitCodes.done && options.format === "human") {
    context.io.err(`Once nobody asks for these names any more, destroy without --to deletes them.\n`);
  }
  return code;
}
