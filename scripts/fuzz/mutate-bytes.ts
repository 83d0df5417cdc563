/** Mistakes of machines and of clumsy hands: bytes and lines. */
import type { Random } from "./random.ts";

/** What has a meaning somewhere in YAML, JSON, DNS or JavaScript. */
const fragments: readonly [string, ...string[]] = [
  ": ",
  ":",
  "- ",
  "-",
  "? ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "#",
  " #",
  "&a ",
  "*a",
  "<<: *a",
  "!!str ",
  "!!binary ",
  "!include x",
  "|",
  ">-",
  "%YAML 1.1\n---\n",
  "---\n",
  "...\n",
  "\t",
  "\r\n",
  "\r",
  "\n",
  "\n\n",
  "  ",
  "\0",
  "\ufeff",
  "\u2028",
  "\u202e",
  "\u0430",
  "😀",
  "é",
  '"',
  "'",
  "\\",
  '"\\ud800"',
  "~",
  "null",
  "true",
  "0x1f",
  "1e400",
  "-0",
  ".inf",
  "99999999999999999999",
  "0.1",
  "@",
  "*",
  "*.app",
  "`",
  "__proto__: ",
  "constructor: ",
  "toString",
  "xn--",
  "2001:db8::1",
  "198.51.100.7",
  "anywhere",
  "use: ",
  "include: [part.yaml]\n",
  "a".repeat(300),
  "[".repeat(120),
];

const encoder = new TextEncoder();

/** A few changes, each to bytes or to a line. */
export function mutateBytes(text: string, random: Random): Uint8Array {
  let bytes: Uint8Array = encoder.encode(text);
  for (let left = random.oneIn(2) ? 1 : 1 + random.below(4); left > 0; left -= 1) {
    bytes = random.oneIn(3) ? encoder.encode(mutateLines(decode(bytes), random)) : mutateOnce(bytes, random);
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function mutateOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.oneIn(4) ? 200 : 6));
  switch (random.below(6)) {
    case 0:
      return join(bytes.subarray(0, at), bytes.subarray(end));
    case 1:
      return join(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end));
    case 2: {
      const changed = bytes.slice();
      changed[at] = random.below(256);
      return changed;
    }
    case 3:
      return random.oneIn(4) ? bytes.slice(0, at) : join(bytes, bytes.subarray(at, end));
    default:
      return join(bytes.subarray(0, at), encoder.encode(random.pick(fragments)), bytes.subarray(at));
  }
}

function mutateLines(text: string, random: Random): string {
  const lines = text.split("\n");
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  const line = lines[one] ?? "";
  switch (random.below(6)) {
    case 0:
      lines.splice(one, 1);
      break;
    case 1:
      lines.splice(other, 0, line);
      break;
    case 2:
      [lines[one], lines[other]] = [lines[other] ?? "", line];
      break;
    case 3:
      lines[one] = `${" ".repeat(1 + random.below(4))}${line}`;
      break;
    case 4:
      lines[one] = line.replace(/^ {1,2}/, "");
      break;
    default:
      return lines.join(random.pick(["\r\n", "\r", "\n\n", "\n \n"]));
  }
  return lines.join("\n");
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
