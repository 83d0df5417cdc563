/** `signpost simulate`: what a client gets, and what it gets when something is down. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import type { Checked } from "../../plan/check.ts";
import { type SimulatedAnswer, simulatePolicy, simulateProvider } from "../../plan/simulate.ts";
import { recordTypes } from "../../policy/policy.ts";
import { alignColumns, percent } from "../../report/text.ts";
import type { Client } from "../../steering/client.ts";
import { distinctionsIn } from "../../steering/clients.ts";
import { classesToShow } from "../../steering/estimate.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import { checkFiles } from "../check-files.ts";
import { parseClient, type SimulatedClient } from "../client.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface SimulateOptions {
  readonly format: OutputFormat;
  readonly root?: string;
  readonly record?: string;
  readonly type?: string;
  readonly from?: string;
  readonly down?: string;
  readonly at: string;
}

export function runSimulate(context: Context, files: readonly string[], options: SimulateOptions): ExitCode {
  const run = checkFiles(files, context.folder, { root: options.root });
  const { checked, sources } = run;
  const fail = (diagnostics: readonly Diagnostic[], code: ExitCode): ExitCode => {
    const { format } = options;
    printFailure(context, { command: "simulate", format, verbose: false }, diagnostics, sources);
    return code;
  };
  if (!run.ok) return fail(run.diagnostics, exitCodes.policyInvalid);
  const chosen = chooseRecord(checked, options.record);
  if ("code" in chosen) return fail([chosen], exitCodes.usage);
  const { steered, policy } = chosen;
  const type = recordTypes.find((known) => known === (options.type ?? steered.record.types[0]));
  if (type === undefined || !steered.record.types.includes(type)) {
    throw new UsageError(
      `${steered.record.label} has no ${options.type ?? ""} records: it has ${steered.record.types.join(" and ")}`,
    );
  }
  const down = parseDown(options.down, steered);
  if ("code" in down) return fail([down], exitCodes.usage);
  const client = options.from === undefined ? null : parseClient(options.from);
  if (client !== null && "code" in client) return fail([client], exitCodes.usage);

  const ask = (at: Client): readonly SimulatedAnswer[] => {
    const question = { steered, type, client: at, down: new Set(down) };
    if (options.at === "policy") return simulatePolicy(question);
    const target = policy.targets.find(({ provider }) => provider === options.at);
    if (target === undefined) throw new UsageError(`the policy doesn't name ${options.at} under providers`);
    return simulateProvider(question, target) ?? [];
  };
  const asked: readonly SimulatedClient[] =
    client === null
      ? classesToShow(distinctionsIn(steered.tree)).classes.map(({ name, client: at }) => ({ name, at }))
      : [client];
  const answered = asked.map(({ name, at }) => ({ name, at, answers: ask(at) }));
  const facts = { record: steered.record.name, type, at: options.at, down, ttl: steered.record.ttl };
  if (options.format === "json") {
    const base = { ...envelope("simulate", true, [], sources), ...facts };
    const [first] = answered;
    printJson(
      context,
      client !== null && first !== undefined
        ? { ...base, client: first.at, answers: first.answers }
        : { ...base, clients: answered.map(({ name, at, answers }) => ({ name, client: at, answers })) },
    );
    return exitCodes.done;
  }
  context.io.out(renderAnswers(facts, answered, context));
  return exitCodes.done;
}

function renderAnswers(
  facts: {
    readonly record: string;
    readonly type: string;
    readonly down: readonly string[];
    readonly ttl: number;
  },
  answered: readonly { readonly name: string; readonly answers: readonly SimulatedAnswer[] }[],
  { io }: Context,
): string {
  const down = facts.down.length > 0 ? `  with ${facts.down.join(" and ")} down` : "";
  const header = `${io.paint.out.bold(`${facts.record}  ${facts.type}  ttl ${facts.ttl}`)}${down}`;
  const rows = answered.flatMap(({ name, answers }) =>
    answers.map(({ endpoints, values, share }, position) => [
      position === 0 ? name : "",
      percent(share),
      endpoints.length === 0 ? "no answer" : endpoints.join(" + "),
      values.join(", "),
    ]),
  );
  return `${header}\n${alignColumns(rows)
    .map((row) => `  ${row}\n`)
    .join("")}`;
}

interface Chosen {
  readonly policy: Checked;
  readonly steered: SteeredRecord;
}

/** The only record needs no name. */
function chooseRecord(checked: readonly Checked[], wanted: string | undefined): Chosen | Diagnostic {
  const all = checked.flatMap((policy) => policy.records.map((steered): Chosen => ({ policy, steered })));
  const [only, ...others] = all;
  if (wanted === undefined) {
    if (only !== undefined && others.length === 0) return only;
    const labels = all.map(({ steered }) => steered.record.label);
    throw new UsageError(`which record? Add --record with one of ${labels.join(", ")}`);
  }
  const name = wanted.toLowerCase().replace(/\.$/u, "");
  const found = all.find(({ steered: { record } }) => record.label === name || record.name === name);
  const labels = all.map(({ steered }) => steered.record.label);
  return found ?? diagnose("record-unknown", { record: wanted, suggestion: suggest(name, labels) }, null);
}

function parseDown(text: string | undefined, { tree }: SteeredRecord): readonly string[] | Diagnostic {
  const named = (text ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  const known: readonly string[] = endpointsOf(tree).map(({ name }) => name);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return named;
  return diagnose("down-unknown", { endpoint: unknown, suggestion: suggest(unknown, known) }, null);
}
