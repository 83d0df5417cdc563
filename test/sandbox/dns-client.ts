/** Asks the sandbox's DNS by real packets. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, type OptAnswer, type Packet } from "dns-packet";

export interface Ask {
  readonly name: string;
  readonly type?: string;
  /** A client subnet, such as `198.18.55.0/24`. */
  readonly subnet?: string;
  /** The size that EDNS announces; no EDNS with null. */
  readonly udpSize?: number | null;
  readonly over?: "udp" | "tcp";
  readonly ofClass?: "IN" | "CH";
}

export interface Answered {
  readonly code: string;
  readonly packet: DecodedPacket;
  readonly bytes: Buffer;
  /** Texts of the answers' data: addresses, names, JSON of anything else. */
  readonly values: readonly string[];
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly edns: OptAnswer | null;
  /** The scope of the client subnet in the answer, null without one. */
  readonly scope: number | null;
}

const codeNames = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];
let id = 0;

export function makeQuery({ name, type = "A", subnet, udpSize = 1232, ofClass = "IN" }: Ask): Buffer {
  id = (id + 1) % 65_536;
  const [ip, length = ""] = (subnet ?? "").split("/");
  const options =
    subnet === undefined
      ? []
      : [
          {
            code: 8 as const,
            ip,
            family: ip?.includes(":") ? 2 : 1,
            sourcePrefixLength: Number(length),
            scopePrefixLength: 0,
          },
        ];
  const edns: OptAnswer[] =
    udpSize === null
      ? []
      : [
          {
            name: ".",
            type: "OPT",
            udpPayloadSize: udpSize,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options,
          },
        ];
  const packet: Packet = {
    type: "query",
    id,
    questions: [{ name, type: type as "A", class: ofClass }],
    additionals: edns,
  };
  return encode(packet);
}

/** Asks one question. */
export async function ask(port: number, question: Ask): Promise<Answered> {
  const query = makeQuery(question);
  const bytes = question.over === "tcp" ? await sendTcp(port, query) : await sendUdp(port, query);
  return read(bytes);
}

export function read(bytes: Buffer): Answered {
  const packet = decode(bytes);
  const edns = packet.additionals?.find((record) => record.type === "OPT") ?? null;
  const low = bytes.readUInt16BE(2) & 15;
  const number = low + ((edns?.extendedRcode ?? 0) << 4);
  const subnet = edns?.options.find(({ code }) => code === 8);
  return {
    code: codeNames[number] ?? String(number),
    packet,
    bytes,
    values: (packet.answers ?? []).map((answer) => {
      if (answer.type === "OPT") return "";
      const { data } = answer;
      if (typeof data === "string") return data;
      return Array.isArray(data) ? data.map(String).join("|") : JSON.stringify(data);
    }),
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
    edns,
    scope: subnet?.data?.readUInt8(3) ?? null,
  };
}

export function sendUdp(port: number, query: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    const timer = setTimeout(() => {
      socket.close();
      reject(new Error("no answer over UDP"));
    }, 3000);
    socket.on("message", (bytes) => {
      if (bytes.readUInt16BE(0) !== query.readUInt16BE(0)) return;
      clearTimeout(timer);
      socket.close();
      resolve(bytes);
    });
    socket.send(query, port, "127.0.0.1");
  });
}

async function sendTcp(port: number, query: Buffer): Promise<Buffer> {
  const [answer] = await sendPipelined(port, [query], [query.length + 2]);
  if (answer === undefined) throw new Error("no answer over TCP");
  return answer;
}

/** Sends queries on one connection, cut into pieces of these sizes, and waits for as many answers. */
export function sendPipelined(
  port: number,
  queries: readonly Buffer[],
  pieces: readonly number[],
): Promise<readonly Buffer[]> {
  const stream = Buffer.concat(
    queries.map((query) => {
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16BE(query.length);
      return Buffer.concat([prefix, query]);
    }),
  );
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = Buffer.alloc(0);
    const answers: Buffer[] = [];
    socket.setNoDelay(true);
    socket.setTimeout(3000, () => socket.destroy(new Error("no answer over TCP")));
    socket.on("error", reject);
    socket.on("close", () => resolve(answers));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= received.readUInt16BE(0) + 2) {
        const length = received.readUInt16BE(0);
        answers.push(received.subarray(2, length + 2));
        received = received.subarray(length + 2);
      }
      if (answers.length === queries.length) socket.end();
    });
    let at = 0;
    const sendNext = (turn: number): void => {
      if (at >= stream.length) return;
      const size = pieces[turn % pieces.length] ?? stream.length;
      socket.write(stream.subarray(at, at + size), () => setTimeout(() => sendNext(turn + 1), 2));
      at += size;
    };
    sendNext(0);
  });
}
