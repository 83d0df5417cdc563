/**
 * Domain names as Route 53 keeps them: lower-case, with a trailing dot, every byte outside a-z 0-9 - _ as
 * a three-digit octal escape, so that a wildcard is `\052`.
 */

/** A name as Route 53 returns it, or what is wrong with it in Route 53's words. */
export type NameResult =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly problem: string };

const longestLabel = 63;
const longestName = 255;

/** Reads a name as a client may write it: any case, with or without the last dot, escaped or not. */
export function normalizeName(text: string): NameResult {
  if (text === ".") return { ok: true, name: "." };
  const labels: string[] = [];
  let label = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === ".") {
      labels.push(label);
      label = "";
    } else if (char === "\\") {
      const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
      if (octal === undefined) return refuse("InvalidEscapeSequence (Invalid escape sequence)", text);
      label += String.fromCharCode(Number.parseInt(octal, 8));
      at += 3;
    } else {
      // Bytes 000-040 and 177-377 have to come escaped.
      if (char <= " " || char >= "\u007f") {
        return refuse("UnsupportedCharacter (Value contains unsupported characters)", text);
      }
      label += char;
    }
  }
  if (label !== "") labels.push(label);
  if (labels.length === 0 || labels.includes(""))
    return refuse("DomainLabelEmpty (Domain label is empty)", text);
  if (labels.some((one) => one.length > longestLabel)) {
    return refuse("DomainLabelTooLong (Domain label is too long)", text);
  }
  const onTheWire = labels.reduce((sum, one) => sum + one.length + 1, 1);
  if (onTheWire > longestName) return refuse("DomainNameTooLong (Domain name is too long)", text);
  return { ok: true, name: labels.map((one) => `${escapeLabel(one.toLowerCase())}.`).join("") };
}

/** Whether a stored name is the zone's own or below it. Whole labels count, never a mere suffix of the text. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** Whether a stored name's leftmost label is a wildcard. */
export function isWildcard(name: string): boolean {
  return name.startsWith("\\052.");
}

/**
 * The text by which listings are sorted: the labels in reverse, each with its dot. The dot counts, so that
 * `com.example.a-b.` sorts before `com.example.a.` (SDK documentation of ListResourceRecordSets).
 */
export function listingOrder(name: string): string {
  const labels = name.split(".").slice(0, -1);
  return labels
    .reverse()
    .map(
      (label) =>
        `${label.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))}.`,
    )
    .join("");
}

/** Route 53's wording for a value that is no name or no record data. */
export function describeFatal(problem: string, value: string): string {
  return `FATAL problem: ${problem} encountered with '${value}'`;
}

function refuse(problem: string, text: string): NameResult {
  return { ok: false, problem: describeFatal(problem, text) };
}

function escapeLabel(label: string): string {
  return label.replace(/[^a-z0-9_-]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
