/** `signpost simulate` without a client: what everybody gets, and gets when one endpoint goes down. */
import { tabulateFailures } from "../../../plan/failures.ts";
import { renderFailures } from "../../../report/failures.ts";
import { indent } from "../../../report/text.ts";
import { headerOf } from "./header.ts";
import type { Question, Shown, View } from "./question.ts";

export function showFailures(question: Question, view: View): Shown {
  const { steered, type, down, ask } = question;
  const table = tabulateFailures(steered.tree, type, down, ask);
  const lines = renderFailures(table, down.length === 0, view.width - 2);
  return {
    json: table,
    text: `${[headerOf(question, view), ...indent(lines, 2)].join("\n")}\n`,
  };
}
