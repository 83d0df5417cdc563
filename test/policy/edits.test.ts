import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describe, hasErrors } from "../../src/diagnostic/describe.ts";
import { loadPolicy } from "../../src/policy/load.ts";

const text = readFileSync(new URL("../../examples/global-web.yaml", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => !line.trimStart().startsWith("#"))
  .join("\n");

const lines = text.split("\n");
const slips = [
  ...[...text].map((_, at) => text.slice(0, at) + text.slice(at + 1)),
  ...lines.map((_, at) => lines.filter((__, other) => other !== at).join("\n")),
  ...lines.map((_, at) => lines.map((line, other) => (other === at ? `  ${line}` : line)).join("\n")),
  // Every third: there are thousands.
].filter((_, at) => at % 3 === 0);

test("any one slip of the hand is told, mostly as one mistake, and never throws", () => {
  let several = 0;
  for (const slip of slips) {
    const { policy, diagnostics, document } = loadPolicy({ path: "p.yaml", text: slip });
    expect(policy === null).toBe(hasErrors(diagnostics));
    for (const found of diagnostics) {
      expect(describe(found).message).not.toMatch(/undefined|\[object/);
      if (found.place !== null) expect(document?.locate(found.place).start.line ?? 1).toBeGreaterThan(0);
    }
    if (diagnostics.length > 1) several += 1;
  }
  // A section whose heading is gone shows in several places, whatever one does.
  expect(several / slips.length).toBeLessThan(0.02);
});
