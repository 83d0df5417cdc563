import type { Answer } from "dns-packet";
import { readCharacterStrings } from "../route53/values.ts";
import type { Answered } from "./lookup.ts";
import { encodeServiceBinding } from "./service-binding.ts";
import { toWireName, Unencodable } from "./wire-names.ts";

/**
 * Records for a packet, one for each value.
 * @throws Unencodable for a value that isn't of its type's form. Route 53 takes some of those when they are written.
 */
export function encodeAnswers({ name, type, ttl, values }: Answered): readonly Answer[] {
  const owner = toWireName(name);
  return values.map((value) => encodeValue({ name: owner, ttl }, type, value));
}

interface Owner {
  readonly name: string;
  readonly ttl: number;
}

function encodeValue(owner: Owner, type: Answered["type"], value: string): Answer {
  switch (type) {
    case "A":
    case "AAAA":
      return { ...owner, type, data: value };
    case "CNAME":
    case "NS":
    case "PTR":
      return { ...owner, type, data: toWireName(value) };
    case "TXT":
      return { ...owner, type, data: [...readTexts(value)] };
    case "SPF":
      return opaque(owner, 99, concatTexts(readTexts(value)));
    case "HINFO":
      return { ...owner, type, data: { cpu: value, os: "" } };
    case "SVCB":
      return opaque(owner, 64, encodeServiceBinding(value));
    case "HTTPS":
      return opaque(owner, 65, encodeServiceBinding(value));
    default:
      return encodeFields(owner, type, value.trim().split(/\s+/), value);
  }
}

type FieldType = "MX" | "SRV" | "SOA" | "CAA" | "NAPTR" | "DS" | "TLSA" | "SSHFP";

function encodeFields(owner: Owner, type: FieldType, words: readonly string[], value: string): Answer {
  const word = (at: number): string => {
    const text = words[at];
    if (text === undefined) throw new Unencodable(`${type} ${value} has too few parts`);
    return text;
  };
  const number = (at: number, most: number): number => {
    const parsed = Number(word(at));
    if (Number.isInteger(parsed) && parsed >= 0 && parsed <= most) return parsed;
    throw new Unencodable(`${type} ${value} has no number up to ${most} at part ${at + 1}`);
  };
  const [byte, short, long] = [255, 65_535, 4_294_967_295];
  switch (type) {
    case "MX":
      return { ...owner, type, data: { preference: number(0, short), exchange: toWireName(word(1)) } };
    case "SRV":
      return {
        ...owner,
        type,
        data: {
          priority: number(0, short),
          weight: number(1, short),
          port: number(2, short),
          target: toWireName(word(3)),
        },
      };
    case "SOA":
      return {
        ...owner,
        type,
        data: {
          mname: toWireName(word(0)),
          rname: toWireName(word(1)),
          serial: number(2, long),
          refresh: number(3, long),
          retry: number(4, long),
          expire: number(5, long),
          minimum: number(6, long),
        },
      };
    case "CAA":
      return opaque(owner, 257, encodeCaa(number(0, byte), word(1), value));
    case "NAPTR": {
      const [flags = "", services = "", regexp = ""] = quotedWords(value);
      return {
        ...owner,
        type,
        data: {
          order: number(0, short),
          preference: number(1, short),
          flags,
          services,
          regexp,
          replacement: toWireName(words.at(-1) ?? "."),
        },
      };
    }
    case "DS":
      return {
        ...owner,
        type,
        data: {
          keyTag: number(0, short),
          algorithm: number(1, byte),
          digestType: number(2, byte),
          digest: readHex(words.slice(3).join("")),
        },
      };
    case "TLSA":
      return {
        ...owner,
        type,
        data: {
          usage: number(0, byte),
          selector: number(1, byte),
          matchingType: number(2, byte),
          certificate: readHex(words.slice(3).join("")),
        },
      };
    case "SSHFP":
      return opaque(
        owner,
        44,
        Buffer.concat([Buffer.from([number(0, byte), number(1, byte)]), readHex(words.slice(2).join(""))]),
      );
  }
}

/** A record of a type that the packet library doesn't know, or knows too narrowly: it takes any as UNKNOWN_<number>. */
function opaque({ name, ttl }: Owner, type: number, data: Buffer): Answer {
  const record = { name, ttl, type: `UNKNOWN_${type}`, data };
  if (isAnswer(record)) return record;
  throw new Unencodable(`records of type ${type} can't be encoded`);
}

/** The library's types list fewer records than it encodes. */
function isAnswer(record: {
  readonly type: string;
  readonly data: Buffer;
}): record is Answer & typeof record {
  return record.type.startsWith("UNKNOWN_");
}

function readTexts(value: string): readonly Buffer[] {
  return readCharacterStrings(value).map((text) => Buffer.from(text, "latin1"));
}

function concatTexts(texts: readonly Buffer[]): Buffer {
  return Buffer.concat(texts.flatMap((text) => [Buffer.from([text.length]), text]));
}

function encodeCaa(flags: number, tag: string, value: string): Buffer {
  const [text = ""] = quotedWords(value);
  return Buffer.concat([Buffer.from([flags, tag.length]), Buffer.from(tag), Buffer.from(text, "latin1")]);
}

function quotedWords(value: string): readonly string[] {
  return [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, inside = ""]) =>
    inside.replace(/\\([0-3][0-7]{2}|.)/g, (_, escaped: string) =>
      escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
    ),
  );
}

function readHex(text: string): Buffer {
  if (text === "" || text.length % 2 === 1 || !/^[0-9a-fA-F]+$/.test(text)) {
    throw new Unencodable(`'${text}' is not hexadecimal`);
  }
  return Buffer.from(text, "hex");
}
