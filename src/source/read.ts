import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Parsed, SourceFile } from "./document.ts";
import { type Limits, usualLimits } from "./limits.ts";
import { makeDocument } from "./locate.ts";
import { readJson } from "./read-json.ts";
import { readYaml } from "./read-yaml.ts";

/**
 * Reads a policy file: JSON when its name ends in `.json`, else YAML 1.2. Never throws for what is in the
 * file: each mistake is a diagnostic.
 */
export function parseSource(file: SourceFile, limits: Limits = usualLimits): Parsed {
  const start = { file: file.path, start: 0, end: 0 };
  const refusal = judgeSize(file, limits.bytes) ?? judgeCharacters(file);
  if (refusal !== null) return { file, document: null, diagnostics: [refusal] };
  const { root, diagnostics } = file.path.toLowerCase().endsWith(".json")
    ? readJson(file, limits.jsonValues)
    : readYaml(file, limits.tokens);
  if (root === null) return { file, document: null, diagnostics };
  if (typeof root.value !== "object" || root.value === null || Array.isArray(root.value)) {
    const wrong =
      root.value === null
        ? diagnose("file-empty", {}, start)
        : diagnose(
            "file-not-mapping",
            { actual: Array.isArray(root.value) ? "a list" : "a single value" },
            {
              file: file.path,
              start: root.start,
              end: root.start + 1,
            },
          );
    return { file, document: null, diagnostics: [...diagnostics, wrong] };
  }
  return { file, document: makeDocument(file, root), diagnostics };
}

function judgeSize({ path, text }: SourceFile, most: number): Diagnostic | null {
  // UTF-8 never takes fewer bytes than UTF-16 has units, so most files need no counting.
  const bytes = text.length * 3 <= most ? 0 : Buffer.byteLength(text);
  return bytes > most ? diagnose("file-too-large", { bytes, most }, { file: path, start: 0, end: 0 }) : null;
}

// YAML 1.2.2, 5.1: of the control characters only the tab and the line breaks may stand in a text; JSON too.
const control = /[^\P{Cc}\t\n\r\x7f-\x9f]/u;

function judgeCharacters({ path, text }: SourceFile): Diagnostic | null {
  const offset = text.search(control);
  if (offset === -1) return null;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  return diagnose("file-not-text", { code: `U+${code}` }, { file: path, start: offset, end: offset + 1 });
}
