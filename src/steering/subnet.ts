/** Clients by their address: networks, and the longest that holds an address. */
import ipaddr from "ipaddr.js";

export interface Network {
  /** Canonical: "203.0.113.0/24". */
  readonly text: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

/** Reads a network; null when the text is none. Bits behind the prefix are cleared; `exact` says whether any was set. */
export function parseNetwork(text: string): { readonly network: Network; readonly exact: boolean } | null {
  // Of IPv4 four decimal numbers alone: elsewhere "10/8" is 0.0.0.10, and "010.0.0.0" octal or not.
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text) && !isIpv6Network(text)) return null;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const family = address.kind();
  const base =
    family === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${prefix}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${prefix}`);
  const canonical = `${base.toString()}/${prefix}`;
  return { network: { text: canonical, family, prefix }, exact: base.toString() === address.toString() };
}

/** Its first address. */
export function addressIn({ text }: Network): string {
  return text.slice(0, text.indexOf("/"));
}

/** An address with a zone id, or one of IPv4 in disguise, is no network of clients. */
function isIpv6Network(text: string): boolean {
  if (text.includes("%") || !ipaddr.IPv6.isValidCIDR(text)) return false;
  return !ipaddr.IPv6.parseCIDR(text)[0].isIPv4MappedAddress();
}

/** The longest of these networks that holds the address, null when none does. */
export function longestMatch(networks: readonly Network[], address: string): Network | null {
  const { lengths, byBlock } = indexNetworks(networks);
  const bits = bitsOf(address);
  for (const length of lengths) {
    const found = length <= bits.length ? byBlock.get(bits.slice(0, length)) : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

interface NetworkIndex {
  /** Of the blocks, the longest first. */
  readonly lengths: readonly number[];
  readonly byBlock: ReadonlyMap<string, Network>;
}

const indexes = new WeakMap<readonly Network[], NetworkIndex>();

/** A proof asks again and again of the same networks, of which there may be a thousand. */
function indexNetworks(networks: readonly Network[]): NetworkIndex {
  const known = indexes.get(networks);
  if (known !== undefined) return known;
  const byBlock = new Map(networks.map((network) => [asBlock(network), network]));
  const lengths = [...new Set([...byBlock.keys()].map((block) => block.length))].sort((a, b) => b - a);
  const index = { lengths, byBlock };
  indexes.set(networks, index);
  return index;
}

const addressBits = new Map<string, string>();
const mostAddresses = 100_000;

function bitsOf(address: string): string {
  const known = addressBits.get(address);
  if (known !== undefined) return known;
  const bits = spellBits(ipaddr.parse(address));
  if (addressBits.size < mostAddresses) addressBits.set(address, bits);
  return bits;
}

/** The family and the bits as text: a network lies in another when its text begins with the other's. */
function spellBits(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const bits = address.toByteArray().map((byte) => byte.toString(2).padStart(8, "0"));
  return `${address.kind()} ${bits.join("")}`;
}

/** An address for each network that lies in it and in no longer one of them, wherever there is one. */
export function representAddresses(networks: readonly Network[]): ReadonlyMap<string, string> {
  const blocks = networks.map(asBlock);
  const addresses = new Map<string, string>();
  for (const [position, { text }] of networks.entries()) {
    const block = blocks[position];
    if (block === undefined) continue;
    const bits = findOutside(
      block,
      blocks.filter((other) => other.length > block.length && other.startsWith(block)),
    );
    if (bits !== null) addresses.set(text, spellAddress(bits));
  }
  return addresses;
}

function asBlock({ text, prefix }: Network): string {
  const [base] = ipaddr.parseCIDR(text);
  return spellBits(base).slice(0, "ipv4 ".length + prefix);
}

/** The first block within this one that is in none of the others, all of which lie in it; null when they fill it. */
function findOutside(block: string, within: readonly string[]): string | null {
  if (within.length === 0) return block;
  if (within.includes(block)) return null;
  for (const bit of ["0", "1"]) {
    const half = `${block}${bit}`;
    const found = findOutside(
      half,
      within.filter((other) => other.startsWith(half)),
    );
    if (found !== null) return found;
  }
  return null;
}

function spellAddress(block: string): string {
  const [family, prefix = ""] = block.split(" ");
  const bits = prefix.padEnd(family === "ipv4" ? 32 : 128, "0");
  const bytes = Array.from({ length: bits.length / 8 }, (_, position) =>
    Number.parseInt(bits.slice(8 * position, 8 * position + 8), 2),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
