/** What a first policy must be. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { checkPolicy } from "../../src/plan/check.ts";
import { orderKeys } from "../../src/policy/key-order.ts";
import { formatSource } from "../../src/source/format.ts";
import { parseSource } from "../../src/source/read.ts";

/** Empty when there is no such file. */
export function read(folder: string, file: string): string {
  return existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
}

/** Valid, without a warning, and written as `fmt` writes it. */
export function expectGood(text: string): void {
  const { ok, diagnostics } = checkPolicy({ path: "signpost.yaml", text });
  expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(ok).toBe(true);
  expect(formatSource(parseSource({ path: "signpost.yaml", text }), orderKeys).text).toBe(text);
}
