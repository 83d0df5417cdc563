/** `signpost simulate`: what one client gets, or each class of clients. */
import type { SimulatedAnswer } from "../../../plan/simulate.ts";
import { alignColumns, percent } from "../../../report/text.ts";
import type { NamedClient } from "../../../steering/asker.ts";
import { distinctionsIn } from "../../../steering/clients.ts";
import { classesToShow } from "../../../steering/estimate.ts";
import type { Question, Shown, View } from "./question.ts";

export function showAnswers({ steered, type, down, client, ask }: Question, { paint }: View): Shown {
  const asked: readonly NamedClient[] =
    client === null
      ? classesToShow(distinctionsIn(steered.tree)).classes.map(({ name, client: at }) => ({ name, at }))
      : [client];
  const answered = asked.map(({ name, at }) => ({ name, at, answers: ask(at, down) }));
  const [first] = answered;
  const json =
    client !== null && first !== undefined
      ? { client: first.at, answers: first.answers }
      : { clients: answered.map(({ name, at, answers }) => ({ name, client: at, answers })) };
  const dead = down.length > 0 ? `  with ${down.join(" and ")} down` : "";
  const header = `${paint.bold(`${steered.record.name}  ${type}  ttl ${steered.record.ttl}`)}${dead}`;
  return { json, text: `${header}\n${renderAnswers(answered)}` };
}

function renderAnswers(
  answered: readonly { readonly name: string; readonly answers: readonly SimulatedAnswer[] }[],
): string {
  const rows = answered.flatMap(({ name, answers }) =>
    answers.map(({ endpoints, values, share }, position) => [
      position === 0 ? name : "",
      percent(share),
      endpoints.length === 0 ? "no answer" : endpoints.join(" + "),
      values.join(", "),
    ]),
  );
  return alignColumns(rows)
    .map((row) => `  ${row}\n`)
    .join("");
}
