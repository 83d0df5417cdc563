import { diagnose } from "../diagnostic/diagnose.ts";
import type { Parsed, SourceFile } from "./document.ts";
import { makeDocument } from "./locate.ts";
import { readJson } from "./read-json.ts";
import { readYaml } from "./read-yaml.ts";

const mostBytes = 4 * 1024 * 1024;

/**
 * Reads a policy file: JSON when its name ends in `.json`, else YAML 1.2. Never throws for what is in the
 * file: each mistake is a diagnostic.
 */
export function parseSource(file: SourceFile): Parsed {
  const start = { file: file.path, start: 0, end: 0 };
  // UTF-8 never takes fewer bytes than UTF-16 has units, so most files need no counting.
  const bytes = file.text.length * 3 <= mostBytes ? 0 : Buffer.byteLength(file.text);
  if (bytes > mostBytes) {
    return { document: null, diagnostics: [diagnose("file-too-large", { bytes }, start)] };
  }
  const { root, diagnostics } = file.path.toLowerCase().endsWith(".json") ? readJson(file) : readYaml(file);
  if (root === null) return { document: null, diagnostics };
  if (root.children.kind !== "mapping") {
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
    return { document: null, diagnostics: [...diagnostics, wrong] };
  }
  return { document: makeDocument(file, root), diagnostics };
}
