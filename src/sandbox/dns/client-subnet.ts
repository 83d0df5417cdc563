import ipaddr from "ipaddr.js";
import type { Subnet } from "../places/place.ts";

const longest = { 4: 32, 6: 128 } as const;

/** What a client subnet option says: a network, nothing (its sender keeps it to itself), or nonsense. */
export type ClientSubnet = Subnet | null | "malformed";

/** Reads the data of an EDNS client subnet option in a query (RFC 7871, section 6). */
export function readClientSubnet(data: Buffer): ClientSubnet {
  if (data.length < 4) return "malformed";
  const number = data.readUInt16BE(0);
  const [length, scope] = [data.readUInt8(2), data.readUInt8(3)];
  const sent = data.subarray(4);
  // The scope is the answer's; a query leaves it 0.
  if (scope !== 0 || sent.length !== Math.ceil(length / 8)) return "malformed";
  if (length === 0) return null;
  const family = number === 1 ? 4 : number === 2 ? 6 : null;
  if (family === null || length > longest[family]) return "malformed";
  return { family, address: maskAddress(family, sent, length), length };
}

/** The option for the answer: as it came, with the scope. */
export function answerClientSubnet(data: Buffer, scope: number): Buffer {
  const copy = Buffer.from(data);
  copy.writeUInt8(scope, 3);
  return copy;
}

/** A network of one client, as its packet says. */
export function subnetOf(source: string): Subnet {
  const address = ipaddr.process(source);
  const family = address.kind() === "ipv4" ? 4 : 6;
  return { family, address: address.toString(), length: longest[family] };
}

/** Bits behind the length are cleared: some senders leave them, and tables would look them up. */
export function maskAddress(family: 4 | 6, sent: Uint8Array, length: number): string {
  const bytes = Array.from({ length: longest[family] / 8 }, (_, at) => {
    const kept = Math.max(0, Math.min(8, length - at * 8));
    return (sent[at] ?? 0) & ((0xff << (8 - kept)) & 0xff);
  });
  return ipaddr.fromByteArray(bytes).toString();
}
