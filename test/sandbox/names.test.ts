import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeName } from "../../src/sandbox/route53/names.ts";

test("a normal name stays as it is, whatever it was made from", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 80 }), (text) => {
      const once = normalizeName(text);
      if (once.ok) expect(normalizeName(once.name)).toEqual(once);
      else expect(once.problem).toContain("FATAL problem");
    }),
  );
});
