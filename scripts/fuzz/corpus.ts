/** What is mutated: the examples and the golden cases. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSource } from "../../src/source/read.ts";

export interface Sample {
  readonly path: string;
  /** Whether it is meant to be a policy in order. */
  readonly valid: boolean;
  readonly text: string;
  /** Its data; null where it is not data. */
  readonly value: unknown;
}

/** In the order of their paths. */
export function readCorpus(root: string): readonly [Sample, ...Sample[]] {
  const paths = [
    ...list(root, "examples").map((name) => join("examples", name)),
    ...["test/golden", "test/golden-valid"].flatMap((folder) =>
      list(root, folder).map((name) => join(folder, name, "policy.yaml")),
    ),
  ];
  const [first, ...others] = paths
    .filter((path) => path.endsWith(".yaml") && existsSync(join(root, path)))
    .sort()
    .map((path): Sample => {
      const text = readFileSync(join(root, path), "utf8");
      const valid = !path.startsWith(join("test", "golden", ""));
      return { path, valid, text, value: parseSource({ path, text }).document?.value ?? null };
    });
  if (first === undefined) throw new Error("there is nothing to mutate");
  return [first, ...others];
}

function list(root: string, folder: string): readonly string[] {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
}
