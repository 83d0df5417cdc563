/** Asks one server very many questions over UDP, a number of them at a time. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { decode } from "dns-packet";
import { makeQuery } from "../sandbox/dns-client.ts";

export interface Question {
  readonly name: string;
  /** The client subnet. */
  readonly subnet: string;
}

/** The addresses of an answer in one text, empty for none; "SERVFAIL" and its like for a failure. */
export type Answered = string;

/** More at a time overflow the sockets' buffers. */
const window = 64;
const patience = 1000;

/** An answer for each question, in their order. A question that gets none within a second is asked again, thrice. */
export async function askOften(port: number, questions: readonly Question[]): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  const socket = createSocket("udp4");
  socket.connect(port, "127.0.0.1");
  await once(socket, "connect");
  try {
    for (let at = 0; at < questions.length; at += window) {
      answers.push(...(await askTogether(socket, questions.slice(at, at + window))));
    }
  } finally {
    socket.close();
  }
  return answers;
}

async function askTogether(socket: Socket, questions: readonly Question[]): Promise<readonly Answered[]> {
  const waiting = new Map<number, { readonly at: number; readonly query: Buffer }>();
  for (const [at, { name, subnet }] of questions.entries()) {
    const query = makeQuery({ name, subnet });
    waiting.set(query.readUInt16BE(0), { at, query });
  }
  const answers = new Map<number, Answered>();
  for (let attempt = 0; attempt < 4 && waiting.size > 0; attempt++) {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(finish, patience);
      const receive = (bytes: Buffer) => {
        const id = bytes.readUInt16BE(0);
        const known = waiting.get(id);
        if (known === undefined) return;
        waiting.delete(id);
        answers.set(known.at, readAnswer(bytes));
        if (waiting.size === 0) finish();
      };
      function finish() {
        clearTimeout(timer);
        socket.off("message", receive);
        socket.off("error", fail);
        resolve();
      }
      function fail(error: Error) {
        clearTimeout(timer);
        socket.off("message", receive);
        reject(error);
      }
      socket.on("message", receive);
      socket.once("error", fail);
      for (const { query } of waiting.values()) socket.send(query);
    });
  }
  if (waiting.size > 0) throw new Error(`${waiting.size} questions were never answered`);
  return questions.map((_question, at) => answers.get(at) ?? "");
}

function readAnswer(bytes: Buffer): Answered {
  const packet = decode(bytes);
  const code = bytes.readUInt16BE(2) & 15;
  if (code !== 0) return `failure ${code}`;
  return (packet.answers ?? [])
    .flatMap((answer) => (answer.type === "A" ? [answer.data] : []))
    .sort()
    .join(" ");
}
