/** Questions and replies as packets. A reply comes from anybody who may guess; whatever it holds, nothing here throws. */
import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, type PacketOpt } from "dns-packet";
import ipaddr from "ipaddr.js";
import { addressIn, type Network } from "../../steering/subnet.ts";

export interface DnsQuestion {
  /** Without the trailing dot. */
  readonly name: string;
  readonly type: "A" | "AAAA";
  /** The client that is asked for (RFC 7871); null: no client subnet is sent, so that it is whoever asks. */
  readonly subnet: Network | null;
}

/** A record at the name that was asked about. */
export interface DnsRecord {
  readonly type: "A" | "AAAA" | "CNAME";
  /** Canonical: an address, or a name without the trailing dot. */
  readonly value: string;
  /** Seconds; null where it isn't told. */
  readonly ttl: number | null;
}

export interface DnsReply {
  /** Such as NOERROR, or RCODE11 where it has no common name. */
  readonly code: string;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly records: readonly DnsRecord[];
}

/** By number (RFC 1035, section 4.1.1; RFC 2136; RFC 6891, section 9). */
const codeNames: Readonly<Record<number, string>> = {
  0: "NOERROR",
  1: "FORMERR",
  2: "SERVFAIL",
  3: "NXDOMAIN",
  4: "NOTIMP",
  5: "REFUSED",
  9: "NOTAUTH",
  16: "BADVERS",
};

/** What passes everywhere in one piece (DNS flag day 2020). */
const largestUdp = 1232;
const headerBytes = 12;
const truncated = 0x0200;

/** The packet of a question. Recursion isn't desired: who would have to ask others is no server of the zone. */
export function writeQuestion(id: number, { name, type, subnet }: DnsQuestion): Buffer {
  return encode({
    type: "query",
    id,
    flags: 0,
    questions: [{ name, type, class: "IN" }],
    additionals: [
      {
        name: ".",
        type: "OPT",
        udpPayloadSize: largestUdp,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: subnet === null ? [] : [writeSubnet(subnet)],
      },
    ],
  });
}

/** Bits behind the prefix must be 0 (RFC 7871, section 6); some servers refuse anything else. Networks have none. */
function writeSubnet(network: Network): PacketOpt {
  const { family, prefix } = network;
  return {
    code: 8,
    family: family === "ipv4" ? 1 : 2,
    sourcePrefixLength: prefix,
    scopePrefixLength: 0,
    ip: addressIn(network),
  };
}

/** The id of a packet, null for what is too short to have one. */
export function idOf(packet: Buffer): number | null {
  return packet.length < headerBytes ? null : packet.readUInt16BE(0);
}

/** Reads a reply to this question; null for what is none: a stray packet, another question's, or garbage. */
export function readReply(packet: Buffer, question: DnsQuestion): DnsReply | null {
  let read: DecodedPacket;
  try {
    read = decode(packet);
  } catch {
    return null;
  }
  if (read.type !== "response") return null;
  const flags = read.flags ?? 0;
  const [edns] = (read.additionals ?? []).filter((record) => record.type === "OPT");
  const number = (flags & 15) + ((edns?.extendedRcode ?? 0) << 4);
  // Who can't read a question may leave it out of the refusal.
  const asked = read.questions ?? [];
  const isBare = asked.length === 0 && number !== 0;
  if (!isBare && !(asked.length === 1 && asked[0] !== undefined && isSame(asked[0], question))) return null;
  return {
    code: codeNames[number] ?? `RCODE${number}`,
    isAuthoritative: (flags & AUTHORITATIVE_ANSWER) !== 0,
    isTruncated: (flags & truncated) !== 0,
    records: (read.answers ?? []).flatMap((answer) => readRecord(answer, question)),
  };
}

function isSame(
  asked: { readonly name: string; readonly type: string; readonly class?: string | undefined },
  { name, type }: DnsQuestion,
): boolean {
  return plainName(asked.name) === plainName(name) && asked.type === type && asked.class === "IN";
}

type Answers = NonNullable<DecodedPacket["answers"]>;

function readRecord(answer: Answers[number], { name }: DnsQuestion): readonly DnsRecord[] {
  if (answer.type !== "A" && answer.type !== "AAAA" && answer.type !== "CNAME") return [];
  if (answer.class !== "IN" || plainName(answer.name) !== plainName(name)) return [];
  const value = answer.type === "CNAME" ? plainName(answer.data) : canonicalAddress(answer.data);
  // Above 2^31 − 1 it counts as 0 (RFC 2181, section 8).
  const ttl = answer.ttl ?? 0;
  return [{ type: answer.type, value, ttl: ttl > 0x7fffffff ? 0 : ttl }];
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/u, "");
}

function canonicalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
}
