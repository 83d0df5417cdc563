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

/** An address with a zone id, or one of IPv4 in disguise, is no network of clients. */
function isIpv6Network(text: string): boolean {
  if (text.includes("%") || !ipaddr.IPv6.isValidCIDR(text)) return false;
  return !ipaddr.IPv6.parseCIDR(text)[0].isIPv4MappedAddress();
}

/** The longest of these networks that holds the address, null when none does. */
export function longestMatch(networks: readonly Network[], address: string): Network | null {
  let best: Network | null = null;
  for (const network of networks) {
    if (best !== null && best.prefix >= network.prefix) continue;
    if (holds(network, address)) best = network;
  }
  return best;
}

const known = new Map<string, boolean>();
/** Asked again and again of the same few pairs while a compile is proved. */
const mostKnown = 100_000;

function holds(network: Network, address: string): boolean {
  const key = `${network.text} ${address}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const parsed = ipaddr.parse(address);
  const [base, prefix] = ipaddr.parseCIDR(network.text);
  const within = parsed.kind() === network.family && parsed.match(base, prefix);
  if (known.size < mostKnown) known.set(key, within);
  return within;
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

/** The family and the bits of the prefix as text: a network lies in another when its text begins with the other's. */
function asBlock({ text, prefix }: Network): string {
  const [base] = ipaddr.parseCIDR(text);
  const bits = base.toByteArray().map((byte) => byte.toString(2).padStart(8, "0"));
  return `${base.kind()} ${bits.join("").slice(0, prefix)}`;
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
