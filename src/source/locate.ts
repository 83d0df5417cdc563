import type { Place } from "../diagnostic/diagnostic.ts";
import type { SourceDocument, SourceFile, Span } from "./document.ts";
import { findLineStarts, spanOf } from "./lines.ts";
import type { SourceEntry, SourceNode, Stretch } from "./node.ts";
import { splitPointer } from "./pointer.ts";

/** Makes the document: its data, and the way back to lines and columns. */
export function makeDocument(file: SourceFile, root: SourceNode): SourceDocument {
  let starts: readonly number[] | null = null;
  return {
    file,
    value: root.value,
    locate(place: Place): Span {
      starts ??= findLineStarts(file.text);
      const stretch = "pointer" in place ? findStretch(root, place.pointer, place.on) : place;
      return spanOf(file.path, file.text, starts, stretch);
    },
  };
}

/** A place in a file that could not be read as data, or of which only the text is at hand. */
export function locateInText(file: SourceFile, place: Place): Span {
  const stretch = "pointer" in place ? { start: 0, end: 0 } : place;
  return spanOf(file.path, file.text, findLineStarts(file.text), stretch);
}

/** Follows the pointer as far as it leads: what is missing is shown at what should hold it. */
function findStretch(root: SourceNode, pointer: string, on: "key" | "value"): Stretch {
  let node = root;
  let entry: SourceEntry | null = null;
  for (const segment of splitPointer(pointer)) {
    if (node.children.kind === "mapping") {
      const next = node.children.entries.get(segment);
      if (next === undefined) break;
      entry = next;
      node = next.node;
    } else if (node.children.kind === "list") {
      const next = node.children.items[Number(segment)];
      if (next === undefined) break;
      entry = null;
      node = next;
    } else break;
  }
  if (on === "key" && entry !== null) return entry.key;
  // The whole file is no place to look at: its first key is.
  if (node === root && root.children.kind === "mapping") {
    for (const first of root.children.entries.values()) return first.key;
  }
  return node;
}
