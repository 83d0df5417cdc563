/** A name server that answers as a test wants, over UDP and TCP on one port. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { type Answer, decode, encode, type Question } from "dns-packet";
import { onTestFinished } from "vitest";
import type { DnsServer } from "../../src/verify/server.ts";

export interface Arrived {
  readonly id: number;
  readonly question: Question;
  readonly over: "udp" | "tcp";
  /** The data of the client subnet option. */
  readonly subnet: Buffer | null;
  readonly bytes: Buffer;
}

/** No packet, one, or several. */
export type Respond = (arrived: Arrived) => readonly Buffer[];

export interface FakeServer extends DnsServer {
  readonly arrived: readonly Arrived[];
}

/** A port that is free for UDP may be taken for TCP. */
export async function startFake(respond: Respond): Promise<FakeServer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await listen(respond);
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

async function listen(respond: Respond): Promise<FakeServer> {
  const arrived: Arrived[] = [];
  const receive = (bytes: Buffer, over: Arrived["over"]): readonly Buffer[] => {
    const packet = decode(bytes);
    const [question] = packet.questions ?? [];
    if (question === undefined) throw new Error("a question without a question");
    const option = (packet.additionals ?? []).flatMap((one) => (one.type === "OPT" ? one.options : []));
    const one: Arrived = {
      id: packet.id ?? 0,
      question,
      over,
      subnet: option.find(({ code }) => code === 8)?.data ?? null,
      bytes,
    };
    arrived.push(one);
    return respond(one);
  };
  const udp = createSocket("udp4");
  udp.on("message", (bytes, { address, port }) => {
    for (const reply of receive(bytes, "udp")) udp.send(reply, port, address);
  });
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const { port } = udp.address();
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      for (const reply of receive(chunk.subarray(2), "tcp")) {
        const prefix = Buffer.alloc(2);
        prefix.writeUInt16BE(reply.length);
        // In two pieces, as streams may come.
        socket.write(prefix);
        socket.write(reply);
      }
    });
  });
  onTestFinished(() => {
    udp.close();
    for (const socket of open) socket.destroy();
    tcp.close();
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  return { name: "fake", address: "127.0.0.1", port, arrived };
}

export interface Replying {
  readonly id?: number;
  readonly name?: string;
  readonly rcode?: number;
  readonly truncated?: boolean;
  readonly authoritative?: boolean;
  readonly answers?: readonly Answer[];
}

/** A reply to what arrived. */
export function reply({ id, question }: Arrived, more: Replying = {}): Buffer {
  const { rcode = 0, truncated = false, authoritative = true } = more;
  return encode({
    type: "response",
    id: more.id ?? id,
    flags: (authoritative ? 0x0400 : 0) | (truncated ? 0x0200 : 0) | rcode,
    questions: [{ ...question, name: more.name ?? question.name }],
    answers: [...(more.answers ?? [])],
  });
}

export function addressOf({ question }: Arrived, data = "192.0.2.1", ttl = 30): Answer {
  return { name: question.name, type: "A", class: "IN", ttl, data };
}
