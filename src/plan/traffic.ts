/** Who gets what: now, after, and when an endpoint is down. */
import type { RecordType } from "../policy/policy.ts";
import type { Evaluator, Watched } from "../provider/provider.ts";
import type { ClientClass, Distinctions } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { resolveName } from "./resolve-name.ts";
import { labelShares, type Shares, sharesMoved } from "./shares.ts";

export interface TrafficRow {
  /** Classes of clients that see the same. */
  readonly clients: readonly string[];
  readonly now: Shares;
  readonly after: Shares;
  /** The checked endpoint whose failure moves most of their answers after the change; null when they get none. */
  readonly failing: string | null;
  /** After the change, while just that endpoint is down. */
  readonly failed: Shares;
  /** The part of their answers that the change moves, 0 to 1; null when it can't be told. */
  readonly moved: number | null;
}

export interface TrafficTable {
  /** Types for which it is the same. */
  readonly types: readonly RecordType[];
  /** Who is nearest was guessed from where clients are. */
  readonly estimated: boolean;
  readonly rows: readonly TrafficRow[];
}

/** What is needed to ask both worlds about one name and type. */
export interface TrafficQuestion {
  readonly name: string;
  readonly type: RecordType;
  readonly distinctions: Distinctions;
  readonly live: Evaluator;
  readonly desired: Evaluator;
  /** Names of the endpoints by what they answer. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** Those of them that are checked, the only ones whose death changes an answer. */
  readonly checked: ReadonlySet<string>;
}

/** The table of one type. */
export function tabulateTraffic(question: TrafficQuestion): TrafficTable {
  const { classes, estimated } = classesToShow(question.distinctions);
  const ask = openAsking(question);
  const before = classes.map(({ client }) => ask.now(client));
  const isFirst = before.every((shares) => shares?.length === 0);
  const rows = new Map<string, TrafficRow>();
  for (const [position, { name, client }] of classes.entries()) {
    const now = before[position] ?? null;
    const after = ask.after(client, null);
    const worst = worstFailure(after, question.checked, (failing) => ask.after(client, failing));
    const moved = isFirst ? 0 : sharesMoved(now, after);
    const key = JSON.stringify([now, after, worst]);
    const known = rows.get(key);
    rows.set(key, { clients: [...(known?.clients ?? []), name], now, after, ...worst, moved });
  }
  return { types: [question.type], estimated, rows: [...rows.values()] };
}

/** Tables that say the same of A and AAAA are one. */
export function mergeTables(tables: readonly TrafficTable[]): readonly TrafficTable[] {
  const merged = new Map<string, TrafficTable>();
  for (const table of tables) {
    const key = JSON.stringify([table.estimated, table.rows]);
    const known = merged.get(key);
    merged.set(key, { ...table, types: [...(known?.types ?? []), ...table.types] });
  }
  return [...merged.values()];
}

export interface Asking {
  readonly now: (client: ClientClass["client"]) => Shares;
  readonly after: (client: ClientClass["client"], failing: string | null) => Shares;
}

/** Asks both worlds for shares. All clients are asked in the same states, so that evaluators may remember them. */
export function openAsking({ name, type, live, desired, endpoints }: TrafficQuestion): Asking {
  const states = new Map<string | null, (watched: Watched) => boolean>([[null, () => false]]);
  const stateOf = (failing: string | null) => {
    const known = states.get(failing);
    if (known !== undefined) return known;
    const isDown = ({ address }: Watched) => address !== null && endpoints.get(address) === failing;
    states.set(failing, isDown);
    return isDown;
  };
  const ask = (world: Evaluator, client: ClientClass["client"], failing: string | null) =>
    labelShares(resolveName(world, { name, type, client }, stateOf(failing)), endpoints);
  return {
    now: (client) => ask(live, client, null),
    after: (client, failing) => ask(desired, client, failing),
  };
}

/** Of the endpoints that are answered, the one whose death moves most; what isn't answered moves nothing by dying. */
function worstFailure(
  after: Shares,
  checked: ReadonlySet<string>,
  whenDown: (failing: string) => Shares,
): Pick<TrafficRow, "failing" | "failed"> {
  const failures = (after ?? [])
    .filter(({ label }) => checked.has(label))
    .map(({ label: failing }) => ({ failing, failed: whenDown(failing) }));
  const [worst] = failures.sort(
    (one, other) => (sharesMoved(after, other.failed) ?? 1) - (sharesMoved(after, one.failed) ?? 1),
  );
  return worst ?? { failing: null, failed: after };
}
