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
  if (!ipaddr.isValidCIDR(text)) return null;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const family = address.kind();
  const base =
    family === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${prefix}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${prefix}`);
  const canonical = `${base.toString()}/${prefix}`;
  return { network: { text: canonical, family, prefix }, exact: base.toString() === address.toString() };
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

/**
 * An address for each network that lies in it and in no longer one of them, as far as there is one, and one that
 * lies in none.
 */
export function representAddresses(networks: readonly Network[]): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const network of networks) {
    const found = candidatesIn(network).find(
      (address) => longestMatch(networks, address)?.text === network.text,
    );
    if (found !== undefined) addresses.set(network.text, found);
  }
  return addresses;
}

/** The first and last address, and some in between where longer networks would leave room. */
function candidatesIn(network: Network): readonly string[] {
  const [base] = ipaddr.parseCIDR(network.text);
  const bytes = base.toByteArray();
  const candidates: string[] = [];
  for (let step = 0; step < 64; step++) {
    // Walk through the bits behind the prefix from the top, so that halves, quarters, … are each tried.
    const tried = [...bytes];
    for (let bit = 0; bit < 6; bit++) {
      const position = network.prefix + bit;
      if (position >= bytes.length * 8 || ((step >> bit) & 1) === 0) continue;
      const byte = position >> 3;
      tried[byte] = (tried[byte] ?? 0) | (0x80 >> (position & 7));
    }
    candidates.push(ipaddr.fromByteArray(tried).toString());
  }
  return [...new Set(candidates)];
}
