/** YAML in its one canonical style. */
import { CST, Lexer } from "yaml";
import type { Collection, Entry, Layout, Value } from "./layout.ts";
import { printLayout } from "./print-layout.ts";
import { readLayout } from "./read-layout.ts";

/** The keys of the mapping at the end of a way from the root, in the order in which they are written. */
export type KeysAt = (path: readonly string[]) => readonly string[];

/**
 * Formats a text that was read without an error.
 *
 * @param text - without carriage returns and byte order mark
 */
export function formatYaml(text: string, keysAt: KeysAt): string {
  const layout = readLayout(text);
  const arranged: Layout = { ...layout, root: arrange(layout.root, [], keysAt) };
  return printLayout(isWellAnchored(arranged.root) ? arranged : layout);
}

/** Every comment of a YAML text, sorted. */
export function listComments(text: string): readonly string[] {
  const found: string[] = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && lexeme.startsWith("#")) found.push(lexeme.trimEnd());
    isScalar = lexeme === CST.SCALAR;
  }
  return found.sort();
}

function arrange(value: Value, path: readonly string[], keysAt: KeysAt): Value {
  const { content } = value;
  if (content.kind !== "collection") return value;
  const entries = content.entries.map((entry, position) => ({
    ...entry,
    value: arrange(entry.value, [...path, entry.key?.name ?? String(position)], keysAt),
  }));
  return { ...value, content: { ...content, entries: sortEntries(content, entries, keysAt(path)) } };
}

/** Keys that the order doesn't know stay behind the others, as they were. */
function sortEntries(
  { shape }: Collection,
  entries: readonly Entry[],
  keys: readonly string[],
): readonly Entry[] {
  if (shape === "list" || keys.length === 0) return entries;
  const rank = ({ key }: Entry) => {
    const found = key === null ? -1 : keys.indexOf(key.name);
    return found === -1 ? keys.length : found;
  };
  return [...entries].sort((one, other) => rank(one) - rank(other));
}

/** Whether each alias stands behind its anchor, and no anchor is there twice: else order has a meaning. */
function isWellAnchored(root: Value): boolean {
  const anchors = new Set<string>();
  const visit = ({ anchor, content }: Value): boolean => {
    if (content.kind === "alias" && !anchors.has(content.name)) return false;
    if (content.kind === "collection") {
      for (const { key, value } of content.entries) {
        const named = /^&(\S+) /.exec(key?.text ?? "")?.[1];
        if (named !== undefined && !addOnce(anchors, named)) return false;
        if (!visit(value)) return false;
      }
    }
    return anchor === null || addOnce(anchors, anchor.slice(1));
  };
  return visit(root);
}

function addOnce(names: Set<string>, name: string): boolean {
  if (names.has(name)) return false;
  names.add(name);
  return true;
}
