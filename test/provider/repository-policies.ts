/** Every policy of the repository that is in order. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkPolicy } from "../../src/plan/check.ts";

const root = join(import.meta.dirname, "../..");

/** The examples, and those golden cases that are in order. */
export function policiesInRepository(targets: object): ReadonlyMap<string, string> {
  const examples = readdirSync(join(root, "examples"))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join("examples", name));
  const golden = ["test/golden", "test/golden-valid"].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name, "policy.yaml"))
      .filter((path) => existsSync(join(root, path))),
  );
  const found = new Map<string, string>();
  for (const path of [...examples, ...golden]) {
    const text = readFileSync(join(root, path), "utf8");
    if (!checkPolicy({ path, text }).ok) continue;
    const value: unknown = parse(text);
    if (typeof value !== "object" || value === null) continue;
    found.set(path, JSON.stringify({ ...value, providers: targets }));
  }
  return found;
}
