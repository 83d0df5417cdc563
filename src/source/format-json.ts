/** JSON with two spaces, values as they were written. */
import type { KeysAt } from "./format-yaml.ts";
import type { SourceNode } from "./node.ts";

/** Ends with a line break. */
export function formatJson(text: string, root: SourceNode, keysAt: KeysAt): string {
  return `${print(text, root, [], keysAt)}\n`;
}

function print(text: string, node: SourceNode, path: readonly string[], keysAt: KeysAt): string {
  const indent = "  ".repeat(path.length);
  const join = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0
      ? `${open}${close}`
      : `${open}\n${lines.map((line) => `${indent}  ${line}`).join(",\n")}\n${indent}${close}`;
  const { children } = node;
  switch (children.kind) {
    case "none":
      return text.slice(node.start, node.end);
    case "list": {
      const items = children.items.map((item, position) =>
        print(text, item, [...path, String(position)], keysAt),
      );
      return join("[", items, "]");
    }
    case "mapping": {
      const keys = keysAt(path);
      const rank = (name: string) => (keys.includes(name) ? keys.indexOf(name) : keys.length);
      const entries = [...children.entries].sort(([one], [other]) => rank(one) - rank(other));
      const lines = entries.map(
        ([name, { key, node: value }]) =>
          `${text.slice(key.start, key.end)}: ${print(text, value, [...path, name], keysAt)}`,
      );
      return join("{", lines, "}");
    }
  }
}
