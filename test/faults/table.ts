/** The table of cases and outcomes: printed by each run, and held against the one in docs/reliability.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { ProviderId } from "../../src/policy/policy.ts";
import { providers } from "../../src/provider/registry.ts";

export interface Case {
  readonly provider: ProviderId;
  readonly apply: string;
  readonly kind: string;
  readonly requests: number;
  readonly outcomes: ReadonlyMap<string, number>;
}

const docs = join(import.meta.dirname, "../../docs/reliability.md");

/** Prints a row. What the document says of the same case must be the same. */
export function tell({ provider, apply, kind, requests, outcomes }: Case): void {
  const said = [...outcomes]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, number]) => `${number} ${what}`);
  const cells = [providers[provider].title, apply, kind, String(requests), said.join("; ")];
  const row = `| ${cells.join(" | ")} |`;
  process.stdout.write(`${row}\n`);
  if (process.env.UPDATE_GOLDEN === undefined) expect(readFileSync(docs, "utf8").split("\n")).toContain(row);
}
