/** Asks the servers of a zone: in turn, at a bounded rate, again where a packet was lost, over TCP where a reply was cut. */
import type { Clock } from "../provider/connection.ts";
import type { DnsQuestion, DnsReply } from "./dns/message.ts";
import { askTcp } from "./dns/tcp.ts";
import { openUdp, type UdpLine } from "./dns/udp.ts";
import { paceAt } from "./pace.ts";
import type { DnsServer, ReachableServer } from "./server.ts";

export interface AskOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Chance, 0 to below 1. */
  readonly random: () => number;
  /** Packets per second, to all servers together. */
  readonly rate: number;
  /** Milliseconds that the first try waits; each further one waits twice as long. */
  readonly patienceMs: number;
}

/** Packets per second: far below what any vendor would notice. */
export const usualRate = 200;
export const usualPatienceMs = 1000;

export type Transport = "udp" | "tcp";

export type Heard =
  | { readonly kind: "reply"; readonly reply: DnsReply; readonly server: DnsServer; readonly over: Transport }
  /** It answers over UDP alone; null where that was cut, so that nobody knows the answer. */
  | { readonly kind: "no tcp"; readonly reply: DnsReply | null; readonly server: DnsServer }
  /** No server answers, or the user wants no more. */
  | { readonly kind: "silence" };

export interface Asker {
  /** @param turn - which server is asked first; the others follow where it is silent */
  ask(question: DnsQuestion, over: Transport, turn: number): Promise<Heard>;
  /** Those that were given up, in the order in which they were given. */
  silent(): readonly DnsServer[];
  close(): void;
}

const tries = 3;

interface Line {
  readonly to: ReachableServer;
  readonly udp: UdpLine;
}

/** Opens a line to each server. One that can't be reached at all is silent from the beginning. */
export async function openAsker(servers: readonly DnsServer[], options: AskOptions): Promise<Asker> {
  const { signal, random, patienceMs } = options;
  const drawId = () => Math.floor(random() * 0x10000);
  const lines = new Map<DnsServer, Line>();
  const given = new Set<DnsServer>();
  for (const server of servers) {
    const { address } = server;
    if (address === null) {
      given.add(server);
      continue;
    }
    const to = { ...server, address };
    try {
      lines.set(server, { to, udp: await openUdp(to, drawId) });
    } catch {
      given.add(server);
    }
  }
  const takeTurn = paceAt(options);
  const stops = new Set<() => void>();

  /** Asks until a reply comes or the patience ends. */
  async function insist(ask: (patience: number) => Promise<DnsReply | null>): Promise<DnsReply | null> {
    for (let attempt = 0; attempt < tries && !signal.aborted; attempt++) {
      await takeTurn();
      if (signal.aborted) return null;
      const reply = await ask(patienceMs * 2 ** attempt);
      if (reply !== null) return reply;
    }
    return null;
  }

  async function askServer(
    server: DnsServer,
    { to, udp }: Line,
    question: DnsQuestion,
    over: Transport,
  ): Promise<Heard> {
    const overUdp = () => insist((patience) => udp.ask(question, patience));
    if (over === "udp") {
      const reply = await overUdp();
      if (reply === null) return { kind: "silence" };
      if (!reply.isTruncated) return { kind: "reply", reply, server, over };
    }
    const reply = await insist((patience) =>
      askTcp(to, question, { id: drawId(), patienceMs: patience, stops }),
    );
    if (reply !== null) return { kind: "reply", reply, server, over: "tcp" };
    if (over === "udp") return { kind: "no tcp", reply: null, server };
    // Who answers neither way is not there at all.
    const instead = await overUdp();
    if (instead === null) return { kind: "silence" };
    return { kind: "no tcp", reply: instead.isTruncated ? null : instead, server };
  }

  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    signal.removeEventListener("abort", close);
    for (const { udp } of lines.values()) udp.close();
    for (const stop of [...stops]) stop();
  };
  // Whoever waits for a reply is let go at once.
  signal.addEventListener("abort", close, { once: true });
  // What is over already says so to nobody, and an open socket would keep the process.
  if (signal.aborted) close();
  return {
    async ask(question, over, turn) {
      for (let next = 0; next < servers.length && !signal.aborted; next++) {
        const server = servers[(turn + next) % servers.length];
        const line = server === undefined ? undefined : lines.get(server);
        if (server === undefined || line === undefined || given.has(server)) continue;
        const heard = await askServer(server, line, question, over);
        if (heard.kind !== "silence") return signal.aborted ? { kind: "silence" } : heard;
        if (!signal.aborted) given.add(server);
      }
      return { kind: "silence" };
    },
    silent: () => servers.filter((server) => given.has(server)),
    close,
  };
}

/** Does what is to be done, so much of it at a time, in its order. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
