/** From the tokens of a YAML file to its layout. Needs a text that was read without an error. */
import { CST, Parser } from "yaml";
import type { Collection, Content, Entry, Key, Layout, Line, Value } from "./layout.ts";
import { keepsBreaks, readBlock, writeScalar } from "./read-scalar.ts";
import { readTrivia, splitTail, type Trivia } from "./trivia.ts";
import { writeText } from "./yaml-scalar.ts";

/** A value with what stands behind it. */
interface Read {
  readonly value: Value;
  readonly trailing: string | null;
  /** On the line of an opening bracket or a block's header. */
  readonly opening: string | null;
  readonly behind: readonly Line[];
}

interface Where {
  readonly text: string;
  /** Column of what holds the value, -1 for the document. */
  readonly outer: number;
}

/** Lays out a text with one document. */
export function readLayout(text: string): Layout {
  const directives: string[] = [];
  const before: CST.Token[] = [];
  const after: CST.Token[] = [];
  let document: CST.Document | null = null;
  for (const token of new Parser().parse(text)) {
    if (token.type === "document") document ??= token;
    else if (token.type === "directive") directives.push(token.source.trimEnd());
    else if (token.type === "doc-end") after.push(...(token.end ?? []));
    else (document === null ? before : after).push(token);
  }
  const start = document?.start ?? [];
  const dashes = start.findIndex((token) => token.type === "doc-start");
  const props = readTrivia(text, start);
  const read = readValue({ text, outer: -1 }, document?.value ?? null, props);
  const marked = dashes !== -1;
  const comment = marked && props.inline !== null ? ` ${props.inline}` : "";
  const end = readTrivia(text, [...(document?.end ?? []), ...after]);
  const loose = [marked ? null : props.inline, read.opening, read.trailing, end.inline];
  return {
    directives,
    head: readTrivia(text, before).lines,
    marker: marked ? `---${comment}` : null,
    root: prepend(props.lines, read.value),
    tail: [...loose.flatMap(asLine), ...read.behind, ...end.lines],
  };
}

function asLine(comment: string | null): readonly Line[] {
  return comment === null ? [] : [{ kind: "comment", text: comment, column: 0 }];
}

/** Puts lines before the first entry. */
function prepend(lines: readonly Line[], value: Value): Value {
  const { content } = value;
  if (lines.length === 0 || content.kind !== "collection") return value;
  const [first, ...others] = content.entries;
  const within: Collection =
    first === undefined
      ? { ...content, closing: [...lines, ...content.closing] }
      : { ...content, entries: [{ ...first, before: [...lines, ...first.before] }, ...others] };
  return { ...value, content: within };
}

function readValue(where: Where, token: CST.Token | null, { anchor, tag }: Trivia): Read {
  const { text } = where;
  const bare = { trailing: null, opening: null, behind: [] };
  const make = (content: Content): Value => ({ anchor, tag, content });
  switch (token?.type) {
    case "alias": {
      const end = readTrivia(text, token.end ?? []);
      const value = make({ kind: "alias", name: token.source.slice(1) });
      return { ...bare, value, trailing: end.inline, behind: end.lines };
    }
    case "scalar":
    case "single-quoted-scalar":
    case "double-quoted-scalar": {
      const end = readTrivia(text, token.end ?? []);
      const written = writeScalar(token, tag);
      const value = make(written === "" ? { kind: "nothing" } : { kind: "text", text: written });
      return { ...bare, value, trailing: end.inline, behind: end.lines };
    }
    case "block-scalar":
      return {
        ...bare,
        value: make(readBlock(token)),
        opening: readTrivia(text, token.props).inline,
        behind: token.source.endsWith("\n\n") && !keepsBreaks(token) ? [{ kind: "blank" }] : [],
      };
    case "block-map":
    case "block-seq": {
      const { entries, rest } = readEntries({ text, outer: token.indent }, token);
      const { kept, left } = splitTail(rest, token.indent, where.outer);
      const shape = token.type === "block-map" ? "mapping" : "list";
      const value = make({ kind: "collection", shape, flow: false, entries, closing: kept });
      return { ...bare, value, behind: left };
    }
    case "flow-collection":
      return readFlow(where, token, make);
    default:
      return { ...bare, value: make({ kind: "nothing" }) };
  }
}

interface Entries {
  readonly entries: readonly Entry[];
  /** Behind the last entry. */
  readonly rest: readonly Line[];
}

function readEntries(where: Where, token: CST.BlockMap | CST.BlockSequence): Entries {
  const { text } = where;
  const entries: Entry[] = [];
  let pending: readonly Line[] = [];
  for (const item of token.items) {
    const dash =
      token.type === "block-seq" ? item.start.findIndex(({ type }) => type === "seq-item-ind") : -1;
    if (token.type === "block-seq" ? dash === -1 : item.sep === undefined) {
      const loose = readTrivia(text, item.start);
      pending = [...pending, ...asLine(loose.inline), ...loose.lines];
      continue;
    }
    const list = token.type === "block-seq";
    const above = readTrivia(text, list ? item.start.slice(0, dash) : item.start);
    const { key, loose, rest } = list
      ? { key: null, loose: [], rest: item.start.slice(dash + 1) }
      : readKey(text, above, item.key ?? null, item.sep ?? []);
    const before = [...pending, ...above.lines, ...asLine(above.inline), ...loose];
    const props = readTrivia(text, rest);
    const read = readValue(where, item.value ?? null, props);
    const made = makeEntry(before, key, props, read);
    entries.push(made.entry);
    pending = made.behind;
  }
  return { entries, rest: pending };
}

interface ReadKey {
  readonly key: Key;
  /** Comments between the key and its colon. */
  readonly loose: readonly Line[];
  /** Behind the colon. */
  readonly rest: readonly CST.Token[];
}

function readKey(
  text: string,
  { anchor, tag }: Pick<Trivia, "anchor" | "tag">,
  token: CST.Token | null,
  sep: readonly CST.Token[],
): ReadKey {
  const colon = sep.findIndex((one) => one.type === "map-value-ind");
  const scalar = CST.isScalar(token) ? token : null;
  const ends = scalar !== null && "end" in scalar ? (scalar.end ?? []) : [];
  const between = readTrivia(text, [...ends, ...(colon === -1 ? sep : sep.slice(0, colon))]);
  const name = scalar === null ? "" : (CST.resolveAsScalar(scalar)?.value ?? "");
  const verbatim = tag !== null && scalar !== null && !scalar.source.includes("\n");
  const written = verbatim ? scalar.source : writeText(name);
  return {
    key: { name, text: [anchor, tag, written].filter((part) => part !== null).join(" ") },
    loose: [...asLine(between.inline), ...between.lines.filter(({ kind }) => kind === "comment")],
    rest: colon === -1 ? [] : sep.slice(colon + 1),
  };
}

/** Puts each comment where it will stand: a value has one line that opens it and one that it ends on. */
function makeEntry(
  before: readonly Line[],
  key: Key | null,
  props: Trivia,
  read: Read,
): { readonly entry: Entry; readonly behind: readonly Line[] } {
  const { value } = read;
  const { content } = value;
  const comments = [props.inline, read.opening].filter((comment) => comment !== null);
  if (content.kind === "collection" && content.entries.length > 0) {
    const [opening = null, ...more] = comments;
    const entry = {
      before,
      key,
      opening,
      inside: [],
      value: prepend([...more.flatMap(asLine), ...props.lines], value),
      trailing: read.trailing,
    };
    return { entry, behind: read.behind };
  }
  const hasContent = content.kind !== "nothing";
  const closing = content.kind === "collection" ? content.closing : [];
  const emptied: Value =
    content.kind === "collection" ? { ...value, content: { ...content, closing: [] } } : value;
  if (content.kind === "block" || !hasContent) {
    const [inline = read.trailing, ...more] = comments;
    const lifted = content.kind === "block" ? [...more.flatMap(asLine), ...props.lines] : [];
    const lowered = content.kind === "block" ? [] : [...more.flatMap(asLine), ...props.lines];
    const entry = {
      before: [...before, ...lifted.filter(({ kind }) => kind === "comment")],
      key,
      opening: inline,
      inside: [],
      value: emptied,
      trailing: null,
    };
    return { entry, behind: [...lowered, ...read.behind] };
  }
  const inside = props.lines.filter(({ kind }) => kind === "comment");
  const alone = inside.length === 0 && read.trailing === null && closing.length === 0;
  const [opening = null, ...more] = comments;
  const entry = {
    before,
    key,
    opening: alone && more.length === 0 ? null : opening,
    inside: [...more.flatMap(asLine), ...inside],
    value: emptied,
    trailing: alone && more.length === 0 ? opening : read.trailing,
  };
  return { entry, behind: [...closing, ...read.behind] };
}

function readFlow({ text }: Where, token: CST.FlowCollection, make: (content: Content) => Value): Read {
  const shape = token.start.type === "flow-map-start" ? "mapping" : "list";
  const entries: Entry[] = [];
  let opening: string | null = null;
  let pending: readonly Line[] = [];
  for (const item of token.items) {
    const above = readTrivia(text, item.start);
    const last = entries.at(-1);
    if (above.inline !== null && last === undefined && opening === null) opening = above.inline;
    else if (above.inline !== null && last !== undefined && last.trailing === null) {
      entries[entries.length - 1] = { ...last, trailing: above.inline };
    } else pending = [...pending, ...asLine(above.inline)];
    pending = [...pending, ...above.lines];
    if (item.key === undefined && item.value === undefined && item.sep === undefined) continue;
    const where = { text, outer: Number.POSITIVE_INFINITY };
    const pair = item.key !== undefined || item.sep !== undefined;
    if (!pair) {
      const props = { ...above, inline: null, lines: [] };
      const made = makeEntry(pending, null, props, readValue(where, item.value ?? null, props));
      entries.push(made.entry);
      pending = made.behind;
      continue;
    }
    const { key, loose, rest } = readKey(text, above, item.key ?? null, item.sep ?? []);
    const props = readTrivia(text, rest);
    const read = readValue(where, item.value ?? null, props);
    const inner = makeEntry([...pending, ...loose], key, props, read);
    entries.push(shape === "mapping" ? inner.entry : wrapPair(inner.entry));
    pending = inner.behind;
  }
  const end = readTrivia(text, token.end);
  const { kept } = splitTail(pending, 0, -1);
  const value = make({ kind: "collection", shape, flow: true, entries, closing: kept });
  return { value, opening, trailing: end.inline, behind: end.lines };
}

/** `[a: 1]` is a list with a mapping in it. */
function wrapPair(entry: Entry): Entry {
  const pair: Collection = {
    kind: "collection",
    shape: "mapping",
    flow: true,
    entries: [{ ...entry, before: [], trailing: null }],
    closing: [],
  };
  const value = { anchor: null, tag: null, content: pair };
  return { before: entry.before, key: null, opening: null, inside: [], value, trailing: entry.trailing };
}
