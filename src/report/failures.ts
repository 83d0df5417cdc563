/** What clients get when something goes down, for people in front of a terminal. */
import type { FailureTable } from "../plan/failures.ts";
import type { SimulatedAnswer } from "../plan/simulate.ts";
import { nameClients, renderTable, stackTable, type TableRow } from "./table.ts";
import { percent, printable } from "./text.ts";

/** More of them are hard to follow across, however wide the terminal is. */
const mostColumns = 8;

/**
 * The lines of a table: a row for clients that see the same, a column for each endpoint that may go down.
 *
 * @param isHealthy - nothing is down to begin with
 */
export function renderFailures(table: FailureTable, isHealthy: boolean, width: number): readonly string[] {
  const base = isHealthy ? "all healthy" : "as it is";
  const titleOf = (down: readonly string[]) =>
    `${down.map(printable).join(" and ")} down${isHealthy ? "" : " too"}`;
  const rows = new Map<string, { readonly clients: string[]; readonly row: Omit<TableRow, "name"> }>();
  for (const { name, answers, failures } of table.clients) {
    const cells = new Map(
      failures.map(({ down, answers: after }) => [titleOf(down), renderChanged(answers, after)]),
    );
    const row = {
      cells: [renderAnswers(answers), ...table.failures.map((down) => cells.get(titleOf(down)) ?? "=")],
      stacked: [[base, renderAnswers(answers)] as const, ...cells],
    };
    const key = row.cells.join("\n");
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { clients: [name], row });
    else known.clients.push(name);
  }
  const heading = table.estimated ? "who gets what, estimated" : "who gets what";
  const shown = [...rows.values()].map(({ clients, row }) => ({ name: nameClients(clients), ...row }));
  return [
    ...(table.failures.length < mostColumns
      ? renderTable([heading, base, ...table.failures.map(titleOf)], shown, width)
      : stackTable(heading, shown, width)),
    ...renderOthers(table, isHealthy),
  ];
}

/** The endpoints that have no column. */
function renderOthers({ idle, unchecked }: FailureTable, isHealthy: boolean): readonly string[] {
  const list = (names: readonly string[]) => names.map(printable).join(", ");
  return [
    ...(idle.length > 0 ? [`nobody gets ${list(idle)}${isHealthy ? " while all are healthy" : ""}`] : []),
    ...(unchecked.length > 0 ? [`not checked, so nobody notices their failure: ${list(unchecked)}`] : []),
  ];
}

function renderChanged(before: readonly SimulatedAnswer[], after: readonly SimulatedAnswer[]): string {
  const [one, other] = [renderAnswers(before), renderAnswers(after)];
  return one === other ? `still ${other}` : other;
}

/** "eu-a 90 % · eu-b 10 %"; what is answered together has a plus between. */
function renderAnswers(answers: readonly SimulatedAnswer[]): string {
  return answers
    .map(({ endpoints, share }) =>
      endpoints.length === 0 ? "no answer" : `${endpoints.map(printable).join(" + ")} ${percent(share)}`,
    )
    .join(" · ");
}
