/**
 * `npm run generate`: writes what is derived, so that nothing is said twice. With `--check` it writes
 * nothing and fails if the tree is not what it would write.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Code, catalogue, isCode } from "../src/diagnostic/catalogue.ts";
import { ruleNames } from "../src/lint/rule-names.ts";
import { lintRules } from "../src/lint/rules.ts";
import type { ExampleOfChange } from "../src/plan/change-rules/rule.ts";
import { changeRules } from "../src/plan/change-rules/rules.ts";
import { diagnosticsFolder, generateDiagnosticsPages } from "./generate/diagnostics-pages.ts";
import { generateLintPage } from "./generate/lint-page.ts";
import { bringUpToDate, findOutdated } from "./generate/outdated.ts";
import { generatePolicyReference } from "./generate/policy-reference.ts";
import { generateReportSchema } from "./generate/report-schema.ts";
import { generateValidator, validatorTypes } from "./generate/validator.ts";
import { generateWireTypes } from "./generate/wire.ts";

const root = resolve(import.meta.dirname, "..");

async function generate(): Promise<Readonly<Record<string, string>>> {
  const schema = readSchema("policy.schema.json");
  return {
    ...(await generateReader("src/policy/generated", "policy.schema.json", "PolicyFile")),
    ...(await generateReader("src/plan/generated", "plan.schema.json", "SavedPlan")),
    "schemas/report.schema.json": generateReportSchema(readSchema("plan.schema.json")),
    "docs/policy-reference.md": generatePolicyReference(schema),
    ...generateDiagnosticsPages(catalogue),
    "docs/lint.md": generateLintPage({
      rules: lintRules.map(({ id, docs, examples: { ok, notOk } }) => ({
        ...explainRule(id, docs),
        ok: ok[0] ?? "",
        notOk: notOk[0] ?? "",
      })),
      changeRules: changeRules.map(({ id, docs, examples: { ok, notOk } }) => ({
        ...explainRule(id, docs),
        ok: spellChange(ok[0]),
        notOk: spellChange(notOk[0]),
      })),
      others: otherRuleNames().map((code) => ({ code, title: catalogue[code].title })),
    }),
  };
}

function readSchema(name: string): string {
  return readFileSync(join(root, "schemas", name), "utf8");
}

/** What reads files that keep a schema. */
async function generateReader(
  folder: string,
  name: string,
  type: string,
): Promise<Readonly<Record<string, string>>> {
  const schema = readSchema(name);
  return {
    [`${folder}/validator.js`]: generateValidator(name, schema),
    [`${folder}/validator.d.ts`]: validatorTypes(name, type),
    [`${folder}/wire.ts`]: await generateWireTypes(name, schema, type),
  };
}

function explainRule(id: Code, docs: string) {
  const { severity, explain } = catalogue[id];
  return { id, severity, docs, explain };
}

/** What it changes is said in one file, so that it can be read as a difference. */
function spellChange(example: ExampleOfChange | undefined): string {
  if (example === undefined) return "";
  return `# before\n${example.before.trim()}\n---\n# after\n${example.after.trim()}`;
}

/** Names that a policy may set, whose findings don't come from a rule's file. */
function otherRuleNames(): readonly Code[] {
  const written = new Set<string>([...lintRules, ...changeRules].map(({ id }) => id));
  return [...ruleNames]
    .filter(isCode)
    .filter((code) => !written.has(code))
    .sort();
}

const wanted = await generate();
const outdated = findOutdated(root, wanted, [
  "src/policy/generated",
  "src/plan/generated",
  diagnosticsFolder,
]);
if (process.argv.includes("--check")) {
  for (const path of outdated.changed) console.error(`${path} is not up to date: run \`npm run generate\``);
  for (const path of outdated.stale) console.error(`${path} is generated no more: run \`npm run generate\``);
  if (outdated.changed.length + outdated.stale.length > 0) process.exitCode = 1;
} else {
  bringUpToDate(root, wanted, outdated);
  for (const path of outdated.changed) console.log(`wrote ${path}`);
  for (const path of outdated.stale) console.log(`removed ${path}`);
}
