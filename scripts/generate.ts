/**
 * `npm run generate`: writes what is derived, so that nothing is said twice. With `--check` it writes
 * nothing and fails if the tree is not what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { catalogue } from "../src/diagnostic/catalogue.ts";
import { generateDiagnosticsPage } from "./generate/diagnostics-page.ts";
import { generateValidator, validatorTypes } from "./generate/validator.ts";
import { generateWireTypes } from "./generate/wire.ts";

const root = resolve(import.meta.dirname, "..");

async function generate(): Promise<Readonly<Record<string, string>>> {
  const schema = readFileSync(join(root, "schemas/policy.schema.json"), "utf8");
  return {
    "src/policy/generated/validator.js": generateValidator(schema),
    "src/policy/generated/validator.d.ts": validatorTypes,
    "src/policy/generated/wire.ts": await generateWireTypes(schema),
    "docs/diagnostics.md": generateDiagnosticsPage(catalogue),
  };
}

const changed = Object.entries(await generate()).filter(([path, text]) => readOrNull(path) !== text);
if (process.argv.includes("--check")) {
  for (const [path] of changed) console.error(`${path} is not up to date: run \`npm run generate\``);
  if (changed.length > 0) process.exitCode = 1;
} else {
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return null;
  }
}
