/** `signpost simulate`: what clients get. Each mode answers the same question in its own way. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printFailure, printJson } from "../result.ts";
import { showAnswers } from "./simulate/answers.ts";
import { showFailoverTimes } from "./simulate/failover.ts";
import { showFailures } from "./simulate/failures.ts";
import { readPinned, readPopulation, refuseAlone } from "./simulate/population.ts";
import {
  type Question,
  readQuestion,
  type Shown,
  type SimulateOptions,
  type View,
} from "./simulate/question.ts";
import { showSkew } from "./simulate/skew.ts";
import { showTimeline } from "./simulate/timeline.ts";

export function runSimulate(context: Context, files: readonly string[], options: SimulateOptions): ExitCode {
  const run = checkFiles(files, context.folder, options);
  const { checked, sources } = run;
  const { io } = context;
  const fail = (diagnostics: readonly Diagnostic[], code: ExitCode): ExitCode => {
    const { format } = options;
    printFailure(context, { command: "simulate", format, verbose: false }, diagnostics, sources);
    return code;
  };
  if (!run.ok) return fail(run.diagnostics, exitCodes.policyInvalid);
  const question = readQuestion(checked, options);
  if ("code" in question) return fail([question], exitCodes.usage);
  const shown = show(question, options, { paint: io.paint.out, width: io.width });
  if ("code" in shown) return fail([shown], exitCodes.usage);
  if (options.format === "human") {
    io.out(shown.text);
    return exitCodes.done;
  }
  const { steered, type, down } = question;
  const facts = { record: steered.record.name, type, at: options.at, down, ttl: steered.record.ttl };
  printJson(context, { ...envelope("simulate", true, [], sources), ...facts, ...shown.json });
  return exitCodes.done;
}

/** Chooses the mode; the command line lets only one of them through. */
function show(question: Question, options: SimulateOptions, view: View): Shown | Diagnostic {
  const { resolvers, timeline } = options;
  if (resolvers !== undefined) return showSkew(question, readPopulation(resolvers, options), view);
  refuseAlone(options);
  if (timeline !== undefined) return showTimeline(question, timeline, readPinned(options.pinned), view);
  if (options.failover === true) return showFailoverTimes(question, options.at, view);
  return question.client === null
    ? showFailures(question, view)
    : showAnswers(question, question.client, view);
}
