/** The one way to write a layout. */
import type { Collection, Entry, Layout, Line, Value } from "./layout.ts";

/** A mapping or list in brackets stays on its line up to this column; then it is written out. */
const widest = 110;

/** Ends with a line break. */
export function printLayout({ directives, head, marker, root, tail }: Layout): string {
  const lines = [...directives, ...printLines(head, 0, true)];
  if (marker !== null || directives.length > 0) lines.push(marker ?? "---");
  const props = propsOf(root);
  const { content } = root;
  if (props !== "") lines.push(props.trim());
  if (content.kind === "collection") {
    if (content.entries.length === 0) lines.push(content.shape === "mapping" ? "{}" : "[]");
    for (const line of printSections(content)) lines.push(line);
  }
  for (const line of printLines(tail, 0, false)) lines.push(line);
  while (lines.at(-1) === "") lines.pop();
  return `${lines.join("\n")}\n`;
}

/** At the top, an empty line sets apart whatever takes more than one line. */
function printSections(collection: Collection): readonly string[] {
  const lines: string[] = [];
  let wasLong = false;
  for (const [position, entry] of collection.entries.entries()) {
    const printed = printEntry(entry, 0);
    const above = printLines(entry.before, 0, position === 0);
    const isLong = printed.length > 1;
    if (position > 0 && (wasLong || isLong) && above[0] !== "") lines.push("");
    // One by one: a long list would not fit onto the stack as arguments.
    for (const line of [...above, ...printed]) lines.push(line);
    wasLong = isLong;
  }
  return [...lines, ...printLines(collection.closing, 0, lines.length === 0)];
}

function printBlock(collection: Collection, column: number): readonly string[] {
  const lines: string[] = [];
  for (const [position, entry] of collection.entries.entries()) {
    for (const line of printLines(entry.before, column, position === 0)) lines.push(line);
    for (const line of printEntry(entry, column)) lines.push(line);
  }
  return [...lines, ...printLines(collection.closing, column, lines.length === 0)];
}

/** At most one empty line in a row, and none at the beginning of a collection. */
function printLines(lines: readonly Line[], column: number, first: boolean): readonly string[] {
  const printed: string[] = [];
  for (const line of lines) {
    if (line.kind === "comment") printed.push(`${" ".repeat(column)}${line.text}`);
    else if (printed.length === 0 ? !first : printed.at(-1) !== "") printed.push("");
  }
  return printed;
}

function printEntry(entry: Entry, column: number): readonly string[] {
  const { key, value, inside, opening, trailing } = entry;
  const pad = " ".repeat(column);
  const deeper = `${pad}  `;
  const head = key === null ? `${pad}-` : `${pad}${key.text}:`;
  const props = propsOf(value);
  const { content } = value;
  if (content.kind === "nothing") return [`${head}${props}${behind(opening)}`];
  if (content.kind === "block") {
    const body = content.lines.map((line) => (line === "" ? "" : `${deeper}${line}`));
    return [`${head}${props} ${content.header}${behind(opening)}`, ...body];
  }
  if (content.kind === "collection" && content.entries.length > 0) {
    const brief = opening !== null && trailing !== null ? null : printFlow(value);
    if (brief !== null && head.length + 1 + brief.length <= widest) {
      return [`${head} ${brief}${behind(opening ?? trailing)}`];
    }
    const more = opening !== null && trailing !== null ? [`${deeper}${trailing}`] : [];
    const comment = opening ?? trailing;
    const lines = [...more, ...printBlock(content, column + 2)];
    const [first = "", ...others] = lines;
    const joins = key === null && props === "" && comment === null && !first.trimStart().startsWith("#");
    return joins
      ? [`${pad}- ${first.slice(column + 2)}`, ...others]
      : [`${head}${props}${behind(comment)}`, ...lines];
  }
  const text = printFlow(value) ?? "";
  if (opening === null && inside.length === 0) return [`${head} ${text}${behind(trailing)}`];
  return [
    `${head}${behind(opening)}`,
    ...printLines(inside, column + 2, true),
    `${deeper}${text}${behind(trailing)}`,
  ];
}

function behind(comment: string | null): string {
  return comment === null ? "" : ` ${comment}`;
}

/** Each with a space before it. */
function propsOf({ anchor, tag }: Value): string {
  return [anchor, tag].map((prop) => (prop === null ? "" : ` ${prop}`)).join("");
}

/** On one line; null where comments or line breaks are in the way, or it was not written in brackets. */
function printFlow(value: Value): string | null {
  const { content } = value;
  const props = propsOf(value).trimStart();
  const body = printBody(value);
  if (body === null) return null;
  return props === "" || (body === "" && content.kind === "nothing") ? `${props}${body}` : `${props} ${body}`;
}

function printBody({ content, anchor, tag }: Value): string | null {
  switch (content.kind) {
    case "nothing":
      return anchor === null && tag === null ? "null" : "";
    case "text":
      return content.text;
    case "alias":
      return `*${content.name}`;
    case "block":
      return null;
    case "collection": {
      if (!content.flow || content.closing.some(({ kind }) => kind === "comment")) return null;
      const parts: string[] = [];
      for (const entry of content.entries) {
        const part = printPart(entry);
        if (part === null) return null;
        parts.push(part);
      }
      if (content.shape === "list") return `[${parts.join(", ")}]`;
      return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
    }
  }
}

function printPart({ before, inside, opening, trailing, key, value }: Entry): string | null {
  const commented = opening !== null || trailing !== null || [...before, ...inside].some(isComment);
  const text = commented ? null : printFlow(value);
  if (text === null) return null;
  return key === null ? text : `${key.text}: ${text}`;
}

function isComment({ kind }: Line): boolean {
  return kind === "comment";
}
