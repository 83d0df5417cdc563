/** What `signpost simulate` was asked: the record, the client and the state of health. */
import type { Diagnostic } from "../../../diagnostic/diagnostic.ts";
import type { Checked } from "../../../plan/check.ts";
import { type SimulatedAnswer, simulatePolicy, simulateProvider } from "../../../plan/simulate.ts";
import { type RecordType, recordTypes } from "../../../policy/policy.ts";
import type { Paint } from "../../../report/paint.ts";
import type { NamedClient } from "../../../steering/asker.ts";
import type { Client } from "../../../steering/client.ts";
import { distinctionsIn } from "../../../steering/clients.ts";
import { classesToShow } from "../../../steering/estimate.ts";
import type { SteeredRecord } from "../../../steering/tree.ts";
import { endpointsOf } from "../../../steering/walk.ts";
import { parseClient } from "../../client.ts";
import type { OutputFormat } from "../../context.ts";
import { readDown } from "../../down.ts";
import type { Reading } from "../../files.ts";
import { isCalled, refuseRecord } from "../../named-records.ts";
import { UsageError } from "../../usage-error.ts";

export interface SimulateOptions extends Reading {
  readonly format: OutputFormat;
  readonly record?: string;
  readonly type?: string;
  readonly from?: string;
  readonly down?: string;
  readonly at: string;
  readonly failover?: boolean;
  readonly resolvers?: string;
  readonly zipf?: string;
  readonly seed?: string;
  readonly timeline?: readonly string[];
  readonly pinned?: string;
}

export interface Question {
  readonly policy: Checked;
  readonly steered: SteeredRecord;
  readonly type: RecordType;
  /** Endpoints that are dead. */
  readonly down: readonly string[];
  /** Null: everybody. */
  readonly client: NamedClient | null;
  /** What a client gets while these endpoints are dead, of whoever was asked with `--at`. */
  readonly ask: (client: Client, down: readonly string[]) => readonly SimulatedAnswer[];
}

/** What a mode has to say. */
export interface Shown {
  /** Its own part of the JSON. */
  readonly json: object;
  /** Whole lines. */
  readonly text: string;
}

/** How text is shown. */
export interface View {
  readonly paint: Paint;
  readonly width: number;
}

/** Reads what is common to all modes. Throws `UsageError` where no policy needs to be read to see the mistake. */
export function readQuestion(checked: readonly Checked[], options: SimulateOptions): Question | Diagnostic {
  const chosen = chooseRecord(checked, options.record);
  if ("code" in chosen) return chosen;
  const { steered, policy } = chosen;
  const type = recordTypes.find((known) => known === (options.type ?? steered.record.types[0]));
  if (type === undefined || !steered.record.types.includes(type)) {
    throw new UsageError(
      `${steered.record.label} has no ${options.type ?? ""} records: it has ${steered.record.types.join(" and ")}`,
    );
  }
  const endpoints = endpointsOf(steered.tree).map(({ name }) => name);
  const down = readDown(options.down, endpoints);
  if ("code" in down) return down;
  const client = options.from === undefined ? null : parseClient(options.from);
  if (client !== null && "code" in client) return client;

  const ask: Question["ask"] = (at, dead) => {
    const question = { steered, type, client: at, down: new Set(dead) };
    if (options.at === "policy") return simulatePolicy(question);
    const target = policy.targets.find(({ provider }) => provider === options.at);
    if (target === undefined) throw new UsageError(`the policy doesn't name ${options.at} under providers`);
    return simulateProvider(question, target) ?? [];
  };
  return { policy, steered, type, down, client, ask };
}

/** Who asked: the one client, else each class of clients. */
export function clientsOf({ client, steered }: Question): readonly NamedClient[] {
  if (client !== null) return [client];
  return classesToShow(distinctionsIn(steered.tree)).classes.map(({ name, client: at }) => ({ name, at }));
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
  const found = all.find(({ steered: { record } }) => isCalled(record, wanted));
  const records = all.map(({ steered }) => steered.record);
  return found ?? refuseRecord(wanted, records);
}
