/** `signpost init`: a first policy, from answers or from options. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { checkPolicy } from "../../plan/check.ts";
import { orderKeys } from "../../policy/key-order.ts";
import { printable } from "../../report/text.ts";
import { formatSource } from "../../source/format.ts";
import { parseSource } from "../../source/read.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { type Answers, judgeStrategy } from "../init/answers.ts";
import { composePolicy } from "../init/compose.ts";
import { fillIn, type GivenOptions, readGiven } from "../init/given.ts";
import type { Questions } from "../init/questions.ts";
import { printDiagnostics } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { createFile, replaceFile } from "../write-file.ts";

export interface InitOptions extends GivenOptions {
  /** False with `--no-input`. */
  readonly input: boolean;
}

const usualFile = "signpost.yaml";

/** Writes nothing before all is known, so ending it early leaves nothing behind. */
export async function runInit(
  context: Context,
  named: string | undefined,
  options: InitOptions,
): Promise<ExitCode> {
  const file = named ?? usualFile;
  if (!/\.ya?ml$/iu.test(file))
    throw new UsageError(`${file} must end in .yaml: the policy is YAML, with comments`);
  const given = readGiven(options);
  const questions = context.io.canAsk && options.input ? await openQuestions() : null;
  const fail = (diagnostic: Diagnostic, code: ExitCode): ExitCode => {
    printDiagnostics(context, [diagnostic], new Map(), false);
    return code;
  };
  const path = resolve(context.folder, file);
  const overwrite = existsSync(path);
  if (overwrite) {
    const sure =
      questions === null
        ? false
        : await questions.confirm(`${printable(file)} is there already. Overwrite it?`, false);
    if (sure === null) return exitCodes.interrupted;
    if (!sure) return fail(diagnose("file-exists", { path: file }, null), exitCodes.declined);
  }
  const answers = questions === null ? fillIn(given) : await askAll(given, questions);
  if (answers === null) return exitCodes.interrupted;
  if ("missing" in answers) {
    return fail(diagnose("input-needed", { options: answers.missing }, null), exitCodes.declined);
  }
  const text = compose(file, answers);
  const failure = overwrite ? replaceFile(path, text, file) : createFile(path, text, file);
  if (failure !== null) {
    return fail(failure, failure.code === "file-exists" ? exitCodes.declined : exitCodes.notAllowed);
  }
  const words = ["signpost", "plan", "--sandbox", ...(file === usualFile ? [] : [quoteForShell(file)])];
  context.io.out(
    `Wrote ${printable(file)}\nNext: ${context.io.paint.out.bold(printable(words.join(" ")))}\n`,
  );
  return exitCodes.done;
}

async function openQuestions(): Promise<Questions> {
  const opened = await import("../init/questions.ts");
  return opened.openQuestions();
}

async function askAll(given: Partial<Answers>, questions: Questions): Promise<Answers | null> {
  const { askForAnswers } = await import("../init/ask.ts");
  return askForAnswers(given, questions);
}

/** Throws `UsageError` for answers that don't go together. */
function compose(file: string, answers: Answers): string {
  const problem = judgeStrategy(answers);
  if (problem !== null) throw new UsageError(problem);
  const written = { path: file, text: composePolicy(answers) };
  const { text } = formatSource(parseSource(written), orderKeys);
  const { diagnostics } = checkPolicy({ path: file, text: text ?? written.text });
  const worst = diagnostics.find(({ severity }) => severity === "error");
  if (worst !== undefined) throw new UsageError(`this makes no good policy: ${describe(worst).message}`);
  return text ?? written.text;
}
