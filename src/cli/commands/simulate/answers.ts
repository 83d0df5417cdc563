/** `signpost simulate --from`: what one client gets. */
import type { SimulatedAnswer } from "../../../plan/simulate.ts";
import { alignColumns, percent } from "../../../report/text.ts";
import { headerOf } from "./header.ts";
import type { Question, Shown, View } from "./question.ts";

export function showAnswers(question: Question, client: NonNullable<Question["client"]>, view: View): Shown {
  const answers = question.ask(client.at, question.down);
  return {
    json: { client: client.at, answers },
    text: `${headerOf(question, view)}\n${renderAnswers(client.name, answers)}`,
  };
}

function renderAnswers(name: string, answers: readonly SimulatedAnswer[]): string {
  const rows = answers.map(({ endpoints, values, share }, position) => [
    position === 0 ? name : "",
    percent(share),
    endpoints.length === 0 ? "no answer" : endpoints.join(" + "),
    values.join(", "),
  ]);
  return alignColumns(rows)
    .map((row) => `  ${row}\n`)
    .join("");
}
