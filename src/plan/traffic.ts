/** Who gets what: now, after, and when an endpoint is down. */
import type { RecordType } from "../policy/policy.ts";
import type { Evaluator, VendorOutcome, Watched } from "../provider/provider.ts";
import type { ClientClass, Distinctions } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";

/** One thing that clients get; an endpoint's name, or an address that no endpoint has. */
export interface LabelledShare {
  readonly label: string;
  readonly share: number;
}

/** The largest first. Empty: no answer. Null: it can't be told. */
export type Shares = readonly LabelledShare[] | null;

export interface TrafficRow {
  /** Classes of clients that see the same. */
  readonly clients: readonly string[];
  readonly now: Shares;
  readonly after: Shares;
  /** After, while the table's endpoint is down. */
  readonly failed: Shares;
}

export interface TrafficTable {
  /** Types for which it is the same. */
  readonly types: readonly RecordType[];
  /** Who is nearest was guessed from where clients are. */
  readonly estimated: boolean;
  /** The endpoint of the last column, null when nothing is checked. */
  readonly failing: string | null;
  readonly rows: readonly TrafficRow[];
}

/** What is needed to ask both worlds about one name and type. */
export interface TrafficQuestion {
  readonly name: string;
  readonly type: RecordType;
  readonly distinctions: Distinctions;
  readonly live: Evaluator;
  readonly desired: Evaluator;
  /** Names of the endpoints by their address of this type. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** Checked endpoints, the only ones whose death changes an answer. */
  readonly checked: ReadonlySet<string>;
}

/** The table of one type. */
export function tabulateTraffic(question: TrafficQuestion): TrafficTable {
  const { classes, estimated } = classesToShow(question.distinctions);
  const healthy = classes.map((client) => askBoth(question, client, null));
  const failing = mostTelling(
    question,
    healthy.map(({ after }) => after),
  );
  const rows = new Map<string, TrafficRow>();
  for (const [position, client] of classes.entries()) {
    const { now, after } = healthy[position] ?? { now: null, after: null };
    const failed = failing === null ? after : askBoth(question, client, failing).after;
    const key = JSON.stringify([now, after, failed]);
    const known = rows.get(key);
    rows.set(key, { clients: [...(known?.clients ?? []), client.name], now, after, failed });
  }
  return { types: [question.type], estimated, failing, rows: [...rows.values()] };
}

/** Tables that say the same of A and AAAA are one. */
export function mergeTables(tables: readonly TrafficTable[]): readonly TrafficTable[] {
  const merged = new Map<string, TrafficTable>();
  for (const table of tables) {
    const key = JSON.stringify([table.failing, table.estimated, table.rows]);
    const known = merged.get(key);
    merged.set(key, { ...table, types: [...(known?.types ?? []), ...table.types] });
  }
  return [...merged.values()];
}

function askBoth(
  question: TrafficQuestion,
  { client }: ClientClass,
  failing: string | null,
): { readonly now: Shares; readonly after: Shares } {
  const asked = { name: question.name, type: question.type, client };
  const isDown = ({ address }: Watched) => address !== null && question.endpoints.get(address) === failing;
  return {
    now: labelShares(question.live(asked, isDown), question.endpoints),
    after: labelShares(question.desired(asked, isDown), question.endpoints),
  };
}

/** The endpoint with the largest share of the first clients that have a checked one: the failure that moves most. */
function mostTelling(question: TrafficQuestion, answers: readonly Shares[]): string | null {
  for (const shares of answers) {
    const found = shares?.find(({ label }) => question.checked.has(label));
    if (found !== undefined) return found.label;
  }
  return null;
}

/** Where several addresses are answered together each gets its part: clients dial the first, and the order rotates. */
function labelShares(
  outcomes: readonly VendorOutcome[] | null,
  endpoints: ReadonlyMap<string, string>,
): Shares {
  if (outcomes === null) return null;
  const shares = new Map<string, number>();
  for (const { values, share } of outcomes) {
    for (const value of values) {
      const label = endpoints.get(value) ?? value;
      shares.set(label, (shares.get(label) ?? 0) + share / values.length);
    }
  }
  return [...shares]
    .map(([label, share]) => ({ label, share }))
    .sort((one, other) => other.share - one.share || (one.label < other.label ? -1 : 1));
}
