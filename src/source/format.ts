/** A policy file in its one canonical style. */
import { isDeepStrictEqual } from "node:util";
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Parsed, SourceFile } from "./document.ts";
import { formatJson } from "./format-json.ts";
import { formatYaml, type KeysAt, listComments } from "./format-yaml.ts";
import { readJsonNodes } from "./json-nodes.ts";
import { limitsFor } from "./limits.ts";
import { parseSource } from "./read.ts";

export interface Formatted {
  /** Null when the file can't be formatted; then a diagnostic says why. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Formats a file: YAML with its comments and anchors, JSON with two spaces. The data stay the same, and
 * formatting twice is formatting once. Lines end as the first one did; a byte order mark is left out.
 *
 * @param keysAt - the order of keys; what it doesn't name stays as it is
 */
export function formatSource({ file, document, diagnostics }: Parsed, keysAt: KeysAt): Formatted {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (document === null || errors.length > 0) return { text: null, diagnostics: errors };
  const text = file.text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const formatted = isJson(file) ? formatJsonText({ ...file, text }, keysAt) : formatYaml(text, keysAt);
  if (!isKept(file, text, document.value, formatted)) {
    const place = { file: file.path, start: 0, end: 0 };
    return { text: null, diagnostics: [diagnose("format-unsafe", {}, place)] };
  }
  const crlf = /^[^\n]*\r\n/.test(file.text);
  return { text: crlf ? formatted.replaceAll("\n", "\r\n") : formatted, diagnostics: [] };
}

function isJson({ path }: SourceFile): boolean {
  return path.toLowerCase().endsWith(".json");
}

function formatJsonText(file: SourceFile, keysAt: KeysAt): string {
  const { root } = readJsonNodes(file);
  return root === null ? file.text : formatJson(file.text, root, keysAt);
}

/** A formatter that loses a comment or a value does harm, so its work is looked at before anybody uses it. */
function isKept(file: SourceFile, before: string, value: unknown, after: string): boolean {
  const again = parseSource({ path: file.path, text: after }, limitsFor(Number.POSITIVE_INFINITY));
  if (again.document === null || hasErrors(again.diagnostics)) return false;
  if (!isDeepStrictEqual(value, again.document.value)) return false;
  return isJson(file) || isDeepStrictEqual(listComments(before), listComments(after));
}
