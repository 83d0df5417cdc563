import ipaddr from "ipaddr.js";
import { invalidInput } from "./api-error.ts";

/** The longest prefixes that a collection takes (Developer Guide, "IP-based routing"). */
const longest = { ipv4: 24, ipv6: 48 } as const;

/**
 * A block in its one spelling: `203.0.113.0/24`.
 * @throws ApiError InvalidInput for anything that a collection doesn't take. A prefix of 0 is the location `*`.
 */
export function readBlock(written: string): string {
  if (!ipaddr.isValidCIDR(written))
    throw refuse(written, "it is not an address, a slash and a prefix length");
  const [address, prefix] = ipaddr.parseCIDR(written);
  const kind = address.kind();
  if (prefix < 1 || prefix > longest[kind]) {
    throw refuse(written, `its prefix length must be within 1 and ${longest[kind]}`);
  }
  const text = `${address.toString()}/${prefix}`;
  const network = (kind === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(text);
  // Whether Route 53 clears these bits or refuses them is not documented. This is the stricter reading.
  if (network.toString() !== address.toString()) throw refuse(written, "bits behind its prefix are set");
  return text;
}

function refuse(block: string, why: string): Error {
  return invalidInput(`The CIDR block '${block}' is not valid: ${why}`);
}
