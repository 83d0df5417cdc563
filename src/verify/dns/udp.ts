/** One server over UDP: many questions at a time on one socket, told apart by their ids. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { ReachableServer } from "../server.ts";
import { type DnsQuestion, type DnsReply, idOf, readReply, writeQuestion } from "./message.ts";

export interface UdpLine {
  /** Null: nothing that is a reply came in time. */
  ask(question: DnsQuestion, patienceMs: number): Promise<DnsReply | null>;
  close(): void;
}

interface Waiting {
  readonly question: DnsQuestion;
  readonly end: (reply: DnsReply | null) => void;
}

/**
 * Opens a socket that takes packets from this server alone.
 *
 * @param drawId - 0 to 65535, at random: what can't be guessed can't be answered by others (RFC 5452)
 */
export async function openUdp({ address, port }: ReachableServer, drawId: () => number): Promise<UdpLine> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  try {
    socket.connect(port, address);
    await once(socket, "connect");
  } catch (error) {
    socket.close();
    throw error;
  }
  return talk(socket, drawId);
}

function talk(socket: Socket, drawId: () => number): UdpLine {
  const waiting = new Map<number, Waiting>();
  const endAll = () => {
    for (const { end } of [...waiting.values()]) end(null);
  };
  socket.on("message", (packet) => {
    const id = idOf(packet);
    const found = id === null ? undefined : waiting.get(id);
    if (found === undefined) return;
    const reply = readReply(packet, found.question);
    if (reply !== null) found.end(reply);
  });
  // Nobody listens there; the network says so once for all that is under way.
  socket.on("error", endAll);
  return {
    ask: (question, patienceMs) =>
      new Promise((resolve) => {
        let id = drawId();
        while (waiting.has(id)) id = (id + 1) & 0xffff;
        const timer = setTimeout(() => end(null), patienceMs);
        const end = (reply: DnsReply | null) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(reply);
        };
        waiting.set(id, { question, end });
        socket.send(writeQuestion(id, question), (error) => {
          if (error !== null) end(null);
        });
      }),
    close() {
      endAll();
      socket.close();
    },
  };
}
