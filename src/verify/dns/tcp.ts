/** One question over TCP, on a connection of its own (RFC 7766). */
import { connect } from "node:net";
import type { ReachableServer } from "../server.ts";
import { type DnsQuestion, type DnsReply, idOf, readReply, writeQuestion } from "./message.ts";

export interface TcpOptions {
  readonly id: number;
  readonly patienceMs: number;
  /** What ends it before its time is put here for as long as it is under way. */
  readonly stops: Set<() => void>;
}

/** Null: no connection, no reply in time, or something else than a reply. */
export function askTcp(
  { address, port }: ReachableServer,
  question: DnsQuestion,
  { id, patienceMs, stops }: TcpOptions,
): Promise<DnsReply | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const timer = setTimeout(() => end(null), patienceMs);
    let received: Buffer = Buffer.alloc(0);
    const end = (reply: DnsReply | null) => {
      clearTimeout(timer);
      stops.delete(stop);
      socket.destroy();
      resolve(reply);
    };
    const stop = () => end(null);
    stops.add(stop);
    socket.on("error", () => end(null));
    socket.on("close", () => end(null));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (received.length < length + 2) return;
      const message = received.subarray(2, length + 2);
      end(idOf(message) === id ? readReply(message, question) : null);
    });
    const query = writeQuestion(id, question);
    const prefix = Buffer.alloc(2);
    prefix.writeUInt16BE(query.length);
    socket.write(Buffer.concat([prefix, query]));
  });
}
