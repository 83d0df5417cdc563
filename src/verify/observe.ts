/** Asks all cells and counts what comes. */
import { type Asker, type Heard, inParallel, type Transport } from "./ask.ts";
import type { Cell, Observed } from "./cell.ts";
import type { DnsReply } from "./dns/message.ts";

/** A cell, and how often it is asked. */
export interface Planned {
  readonly cell: Cell;
  readonly queries: number;
}

export interface ObserveOptions {
  readonly signal: AbortSignal;
  /** Questions that are under way at a time. */
  readonly width: number;
  readonly onProgress: (asked: number, total: number) => void;
}

/** Null: no server answers, or the user wants no more. */
export async function observe(
  planned: readonly Planned[],
  asker: Asker,
  { signal, width, onProgress }: ObserveOptions,
): Promise<readonly Observed[] | null> {
  const counters = new Map(planned.map(({ cell }) => [cell, new Counter(cell)]));
  const total = planned.reduce((sum, { queries }) => sum + queries, 0);
  const questions = [...listQuestions(planned)];
  let asked = 0;
  let isLost = false;
  await inParallel(questions, width, async ({ cell, over, turn }) => {
    if (isLost) return;
    const question = {
      name: cell.asked,
      // As clients ask: who wants an address meets the CNAME on the way.
      type: cell.type === "CNAME" ? "A" : cell.type,
      subnet: cell.subnet,
    } as const;
    const heard = await asker.ask(question, over, turn);
    if (heard.kind === "silence") isLost = true;
    else counters.get(cell)?.count(heard);
    asked += 1;
    onProgress(asked, total);
  });
  return isLost || signal.aborted ? null : [...counters.values()].map((counter) => counter.sum());
}

/** Of each name and type one question goes over TCP, which every server must answer too (RFC 7766, section 5). */
function* listQuestions(planned: readonly Planned[]) {
  const overTcp = new Set<string>();
  let turn = 0;
  for (const { cell, queries } of planned) {
    const key = `${cell.asked} ${cell.type}`;
    for (let asked = 0; asked < queries; asked++) {
      const over: Transport = overTcp.has(key) ? "udp" : "tcp";
      overTcp.add(key);
      yield { cell, over, turn: turn++ };
    }
  }
}

class Counter {
  readonly #cell: Cell;
  readonly #came = new Map<
    string,
    { code: string; values: readonly string[]; count: number; servers: Set<string> }
  >();
  readonly #ttls = new Map<number, number>();
  readonly #unauthoritative = new Set<string>();
  readonly #withoutTcp = new Set<string>();
  #total = 0;
  #overTcp = 0;

  constructor(cell: Cell) {
    this.#cell = cell;
  }

  count(heard: Exclude<Heard, { readonly kind: "silence" }>): void {
    const { server, reply } = heard;
    if (heard.kind === "no tcp") this.#withoutTcp.add(server.name);
    if (reply === null) return;
    this.#total += 1;
    if (heard.kind === "reply" && heard.over === "tcp") this.#overTcp += 1;
    const { code } = reply;
    const values = valuesOf(reply);
    const key = `${code} ${values.join(" ")}`;
    const known = this.#came.get(key) ?? { code, values, count: 0, servers: new Set<string>() };
    known.count += 1;
    known.servers.add(server.name);
    this.#came.set(key, known);
    for (const ttl of new Set(reply.records.flatMap((record) => record.ttl ?? []))) {
      this.#ttls.set(ttl, (this.#ttls.get(ttl) ?? 0) + 1);
    }
    if (!reply.isAuthoritative && (code === "NOERROR" || code === "NXDOMAIN")) {
      this.#unauthoritative.add(server.name);
    }
  }

  sum(): Observed {
    return {
      cell: this.#cell,
      came: [...this.#came.values()]
        .map((one) => ({
          ...one,
          endpoints: one.values.map((value) => this.#cell.labels.get(value) ?? value),
          servers: [...one.servers].sort(),
        }))
        .sort((one, other) => other.count - one.count),
      ttls: this.#ttls,
      unauthoritative: this.#unauthoritative,
      withoutTcp: this.#withoutTcp,
      total: this.#total,
      overTcp: this.#overTcp,
    };
  }
}

function valuesOf({ records }: DnsReply): readonly string[] {
  return [...new Set(records.map(({ value }) => value))].sort();
}
