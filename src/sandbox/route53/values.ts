import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { describeFatal, normalizeName } from "./names.ts";
import type { RecordType } from "./record-set.ts";

/** A value in the form by which two values are compared, or what is wrong with it in Route 53's words. */
export type ValueResult =
  | { readonly ok: true; readonly comparable: string }
  | { readonly ok: false; readonly problem: string };

/** Checks one value of a record set against the syntax of its type. */
export function checkValue(type: RecordType, value: string): ValueResult {
  switch (type) {
    case "A":
      return isIPv4(value)
        ? accept(value)
        : refuse("ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)", value);
    case "AAAA":
      return isPlainIpv6(value)
        ? accept(expandIpv6(value))
        : refuse("AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)", value);
    case "TXT":
    case "SPF": {
      const read = parseCharacterStrings(value);
      return "problem" in read ? read : accept(JSON.stringify(read.strings));
    }
    case "CNAME":
    case "NS":
    case "PTR":
      return checkNames(value, /^(\S+)$/);
    case "MX":
      return checkNames(value, /^(\d{1,5}) +(\S+)$/);
    case "SRV":
      return checkNames(value, /^(\d{1,5}) +(\d{1,5}) +(\d{1,5}) +(\S+)$/);
    case "CAA":
      return /^\d{1,3} +[a-zA-Z0-9]+ +"[^"]*"$/.test(value)
        ? accept(value)
        : refuse("CAARRDATAIllegalFormat (Value is not a valid CAA record)", value);
    case "SOA":
    case "NAPTR":
    case "DS":
    case "TLSA":
    case "SSHFP":
    case "SVCB":
    case "HTTPS":
      return value.trim() === "" ? refuse("EmptyValue (Value is empty)", value) : accept(value.trim());
  }
}

/** An IPv6 address without a zone index, as records and health checks take it. */
export function isPlainIpv6(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

/** All eight groups with all four digits. */
export function expandIpv6(text: string): string {
  return ipaddr.IPv6.parse(text)
    .parts.map((part) => part.toString(16).padStart(4, "0"))
    .join(":");
}

/** The value as comparisons see it, also for one whose syntax is wrong. */
export function comparableValue(type: RecordType, value: string): string {
  const result = checkValue(type, value);
  return result.ok ? result.comparable : value;
}

/** The strings of a TXT value, one UTF-16 unit for each byte; none where the value isn't of that form. */
export function readCharacterStrings(value: string): readonly string[] {
  const read = parseCharacterStrings(value);
  return "problem" in read ? [] : read.strings;
}

type CharacterStrings =
  | { readonly ok: true; readonly strings: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** TXT data is one or more quoted strings of at most 255 bytes, with \" \\ and octal escapes. */
function parseCharacterStrings(value: string): CharacterStrings {
  const strings: string[] = [];
  let at = 0;
  while (at < value.length) {
    if (value.charAt(at) === " ") {
      at += 1;
      continue;
    }
    if (value.charAt(at) !== '"') {
      return refuse("InvalidCharacterString (Value should be enclosed in quotation marks)", value);
    }
    const end = closingQuote(value, at + 1);
    if (end === -1) {
      return refuse("InvalidCharacterString (Unexpected end of the quoted string)", value);
    }
    const inside = value.slice(at + 1, end);
    if (/[^ -~]/.test(inside)) {
      return refuse("InvalidCharacterString (Value contains unescaped characters)", value);
    }
    const plain = inside.replace(/\\([0-3][0-7]{2}|.)/g, (_, escaped: string) =>
      escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
    );
    if (plain.length > 255) return refuse("CharacterStringTooLong (Value is too long)", value);
    strings.push(plain);
    at = end + 1;
  }
  if (strings.length === 0) return refuse("InvalidCharacterString (Value is empty)", value);
  return { ok: true, strings };
}

function closingQuote(value: string, from: number): number {
  for (let at = from; at < value.length; at += 1) {
    if (value.charAt(at) === "\\") at += 1;
    else if (value.charAt(at) === '"') return at;
  }
  return -1;
}

/** Numbers in front, a domain name last. */
function checkNames(value: string, form: RegExp): ValueResult {
  const parts = form.exec(value)?.slice(1);
  const target = parts?.at(-1);
  if (parts === undefined || target === undefined) {
    return refuse("IllegalFormat (Value is not in the form that its type asks for)", value);
  }
  const numbers = parts.slice(0, -1);
  if (numbers.some((number) => Number.parseInt(number, 10) > 65535)) {
    return refuse("IllegalNumber (A number is above 65535)", value);
  }
  const name = normalizeName(target);
  return name.ok ? accept([...numbers, name.name].join(" ")) : { ok: false, problem: name.problem };
}

function accept(comparable: string): ValueResult {
  return { ok: true, comparable };
}

function refuse(problem: string, value: string): Extract<ValueResult, { ok: false }> {
  return { ok: false, problem: describeFatal(problem, value) };
}
