import ipaddr from "ipaddr.js";
import type { ArgsOf } from "../diagnostic/catalogue.ts";

type Problem = ArgsOf<"bad-address">["problem"];

export type Address =
  | { readonly ok: true; readonly canonical: string }
  | { readonly ok: false; readonly problem: Problem; readonly instead: string | null };

const fourNumbers = /^\d+(?:\.\d+){3}$/;
const hostname = /^(?=.*[a-z])[\w.-]+$/i;

/** Reads a bare address of one family. The canonical form of IPv6 is that of RFC 5952. */
export function parseAddress(family: "IPv4" | "IPv6", text: string): Address {
  const decorated = findDecoration(family, text);
  if (decorated !== null) return decorated;
  return family === "IPv4" ? parseIpv4(text) : parseIpv6(text);
}

/** Something around the address: a scheme, a network's length, brackets, a port. */
function findDecoration(family: "IPv4" | "IPv6", text: string): Address | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return wrong("url", null);
  const slash = text.indexOf("/");
  if (slash !== -1) return wrong("network", onlyIf(family, text.slice(0, slash)));
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  if (bracketed !== undefined) return wrong("brackets", onlyIf(family, bracketed));
  const [, bare] = /^(\d+(?:\.\d+){3}|[\w.-]*[a-z][\w.-]*):\d+$/i.exec(text) ?? [];
  if (bare === undefined || ipaddr.IPv6.isValid(text)) return null;
  return wrong("port", onlyIf("IPv4", bare));
}

function parseIpv4(text: string): Address {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return judgeRange(text, ipaddr.IPv4.parse(text).range());
  }
  if (fourNumbers.test(text)) {
    const stripped = text.replaceAll(/(^|\.)0+(?=\d)/g, "$1");
    if (stripped !== text) return wrong("leadingZero", onlyIf("IPv4", stripped));
    return wrong("range", null);
  }
  if (ipaddr.IPv6.isValid(text)) return wrong("otherFamily", `ipv6: "${text}"`);
  return wrong(hostname.test(text) ? "hostname" : "malformed", null);
}

function parseIpv6(text: string): Address {
  if (text.includes("%")) return wrong("zoneId", onlyIf("IPv6", text.slice(0, text.indexOf("%"))));
  if (fourNumbers.test(text)) return wrong("otherFamily", `ipv4: ${text}`);
  if (!ipaddr.IPv6.isValid(text)) return wrong(hostname.test(text) ? "hostname" : "malformed", null);
  const parsed = ipaddr.IPv6.parse(text);
  if (parsed.isIPv4MappedAddress()) return wrong("mapped", `ipv4: ${parsed.toIPv4Address().toString()}`);
  return judgeRange(parsed.toRFC5952String(), parsed.range());
}

/** Addresses that are nobody's. Private and loopback ones are somebody's, on a test machine at least. */
function judgeRange(canonical: string, range: string): Address {
  const unusable = range === "unspecified" || range === "multicast" || range === "broadcast";
  return unusable ? wrong("unusable", null) : { ok: true, canonical };
}

function onlyIf(family: "IPv4" | "IPv6", text: string): string | null {
  const valid = family === "IPv4" ? ipaddr.IPv4.isValidFourPartDecimal(text) : ipaddr.IPv6.isValid(text);
  if (!valid) return null;
  return family === "IPv4" ? text : `"${text}"`;
}

function wrong(problem: Problem, instead: string | null): Address {
  return { ok: false, problem, instead };
}
