/**
 * `npm run generate`: writes what is derived, so that nothing is said twice. With `--check` it writes
 * nothing and fails if the tree is not what it would write.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { catalogue } from "../src/diagnostic/catalogue.ts";
import { diagnosticsFolder, generateDiagnosticsPages } from "./generate/diagnostics-pages.ts";
import { bringUpToDate, findOutdated } from "./generate/outdated.ts";
import { generatePolicyReference } from "./generate/policy-reference.ts";
import { generateValidator, validatorTypes } from "./generate/validator.ts";
import { generateWireTypes } from "./generate/wire.ts";

const root = resolve(import.meta.dirname, "..");

async function generate(): Promise<Readonly<Record<string, string>>> {
  const schema = readFileSync(join(root, "schemas/policy.schema.json"), "utf8");
  return {
    "src/policy/generated/validator.js": generateValidator(schema),
    "src/policy/generated/validator.d.ts": validatorTypes,
    "src/policy/generated/wire.ts": await generateWireTypes(schema),
    "docs/policy-reference.md": generatePolicyReference(schema),
    ...generateDiagnosticsPages(catalogue),
  };
}

const wanted = await generate();
const outdated = findOutdated(root, wanted, ["src/policy/generated", diagnosticsFolder]);
if (process.argv.includes("--check")) {
  for (const path of outdated.changed) console.error(`${path} is not up to date: run \`npm run generate\``);
  for (const path of outdated.stale) console.error(`${path} is generated no more: run \`npm run generate\``);
  if (outdated.changed.length + outdated.stale.length > 0) process.exitCode = 1;
} else {
  bringUpToDate(root, wanted, outdated);
  for (const path of outdated.changed) console.log(`wrote ${path}`);
  for (const path of outdated.stale) console.log(`removed ${path}`);
}
