import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  type PacketOpt,
  type Question as PacketQuestion,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import type { PlaceFinder } from "../places/place.ts";
import { recordTypes } from "../route53/record-set.ts";
import { answerClientSubnet, readClientSubnet, subnetOf } from "./client-subnet.ts";
import type { DnsClient } from "./evaluate.ts";
import type { Answered, Question, Reply } from "./lookup.ts";
import { encodeAnswers } from "./rdata.ts";
import { toStoredName, Unencodable } from "./wire-names.ts";

export interface Responder {
  readonly find: PlaceFinder;
  readonly answer: (question: Question, client: DnsClient) => Reply;
}

/** How a query came. */
export interface Transport {
  readonly kind: "udp" | "tcp";
  /** The address that it came from. */
  readonly source: string;
}

/** Response codes by number (RFC 1035, section 4.1.1; BADVERS: RFC 6891, section 9). */
const codes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const;
type Code = keyof typeof codes;

const headerBytes = 12;
/** Without EDNS (RFC 1035, section 4.2.1). */
const smallestUdp = 512;
/** What passes everywhere in one piece (DNS flag day 2020). */
const largestUdp = 1232;
const largestTcp = 65_535;

/** Answers one packet. Null: no answer is the right one, as to what isn't a query. Never throws. */
export function respond(packet: Buffer, transport: Transport, responder: Responder): Buffer | null {
  // Answering an answer could go on for ever.
  if (packet.length < headerBytes || (packet.readUInt8(2) & 0x80) !== 0) return null;
  if ((packet.readUInt8(2) & 0x78) !== 0) return refuseWhole(packet, "NOTIMP");
  let query: DecodedPacket;
  try {
    query = decode(packet);
  } catch {
    return refuseWhole(packet, "FORMERR");
  }
  const [question, ...others] = query.questions ?? [];
  const options = (query.additionals ?? []).filter((record) => record.type === "OPT");
  if (question === undefined || others.length > 0 || options.length > 1)
    return refuseWhole(packet, "FORMERR");
  if (!isCarried(packet, question)) return refuseWhole(packet, "REFUSED");
  const [edns = null] = options;
  try {
    return answerQuery(query, question, edns, transport, responder);
  } catch (error) {
    const note = error instanceof Unencodable ? error.message : null;
    return encodeReply(query, question, edns, transport, { code: "SERVFAIL", note });
  }
}

function answerQuery(
  query: DecodedPacket,
  question: PacketQuestion,
  edns: OptAnswer | null,
  transport: Transport,
  { find, answer }: Responder,
): Buffer {
  const reply = (rest: Replied) => encodeReply(query, question, edns, transport, rest);
  if (edns !== null && edns.ednsVersion > 0) return reply({ code: "BADVERS" });
  const option = edns?.options.find(({ code }) => code === 8)?.data;
  const sent = option === undefined ? null : readClientSubnet(option);
  if (sent === "malformed") return reply({ code: "FORMERR" });
  const asked = readQuestion(question);
  if (asked === null) return reply({ code: "REFUSED", note: "no zone transfers, and no class but IN" });
  const subnet = sent ?? subnetOf(transport.source);
  const found = answer(asked, { subnet, located: find(subnet) });
  // Who keeps the subnet to itself gets an answer for everybody (RFC 7871, section 7.1.2).
  const scope = sent === null ? 0 : found.scope;
  return reply({
    ...found,
    ...(option === undefined ? {} : { subnet: answerClientSubnet(option, scope) }),
  });
}

/** The question in Route 53's terms; null for what name servers don't answer. */
function readQuestion({ name, type, class: ofClass }: PacketQuestion): Question | null {
  // The library's types don't list every text that it decodes to.
  const written: string = type;
  if (ofClass !== "IN" || written === "AXFR" || written === "IXFR") return null;
  const shown = written === "UNKNOWN_64" ? "SVCB" : written === "UNKNOWN_65" ? "HTTPS" : written;
  const known = recordTypes.find((one) => one === shown);
  return { name: toStoredName(name), type: known ?? (shown === "ANY" ? "ANY" : "other") };
}

interface Replied extends Partial<Omit<Reply, "code">> {
  readonly code: Code;
  /** The data of the client subnet option. */
  readonly subnet?: Buffer;
}

function encodeReply(
  query: DecodedPacket,
  question: PacketQuestion,
  edns: OptAnswer | null,
  { kind }: Transport,
  reply: Replied,
): Buffer {
  const number = codes[reply.code];
  const authority = reply.authoritative === true ? AUTHORITATIVE_ANSWER : 0;
  const flags = ((query.flags ?? 0) & RECURSION_DESIRED) | authority | (number & 15);
  const options = edns === null ? [] : [describeEdns(edns, number, reply)];
  const records = (found: readonly Answered[] = []): Answer[] => found.flatMap(encodeAnswers);
  const common = { id: query.id ?? 0, type: "response" as const, questions: [question] };
  const whole = encode({
    ...common,
    flags,
    answers: records(reply.answers),
    authorities: records(reply.authorities),
    additionals: [...records(reply.additionals), ...options],
  });
  const limit = kind === "tcp" ? largestTcp : udpLimit(edns);
  if (whole.length <= limit) return whole;
  // The client comes back over TCP; half an answer would only be thrown away.
  return encode({ ...common, flags: flags | TRUNCATED_RESPONSE, additionals: [...options] });
}

function udpLimit(edns: OptAnswer | null): number {
  if (edns === null) return smallestUdp;
  return Math.min(Math.max(edns.udpPayloadSize, smallestUdp), largestUdp);
}

function describeEdns(edns: OptAnswer, code: number, { subnet, note }: Replied): OptAnswer {
  const options: PacketOpt[] = [];
  if (subnet !== undefined) options.push({ code: 8, ip: undefined, data: subnet });
  if (note !== undefined && note !== null) {
    const extended = { code: 15, data: Buffer.concat([Buffer.from([0, 0]), Buffer.from(note)]) };
    if (isOption(extended)) options.push(extended);
  }
  return {
    name: ".",
    type: "OPT",
    udpPayloadSize: largestUdp,
    extendedRcode: code >> 4,
    ednsVersion: 0,
    flags: edns.flags & DNSSEC_OK,
    flag_do: edns.flag_do,
    options,
  };
}

/** The library's types don't list the extended error (RFC 8914); it encodes any code with data. */
function isOption(option: {
  readonly code: number;
  readonly data: Buffer;
}): option is PacketOpt & typeof option {
  return option.data.length >= 2;
}

/** The library reads labels as text. One with a dot or with bytes outside ASCII would come back as another name. */
function isCarried(packet: Buffer, question: PacketQuestion): boolean {
  const again = encode({ questions: [question] });
  return again.subarray(headerBytes).equals(packet.subarray(headerBytes, again.length));
}

/** An answer without a question, for a packet of which no more than the header could be read. */
function refuseWhole(packet: Buffer, code: Code): Buffer {
  const header = Buffer.alloc(headerBytes);
  packet.copy(header, 0, 0, 2);
  // Opcode and RD as they came.
  header.writeUInt8(0x80 | (packet.readUInt8(2) & 0x79), 2);
  header.writeUInt8(codes[code], 3);
  return header;
}
