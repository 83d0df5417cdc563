import { expect, test } from "vitest";
import { drawFrame } from "../../src/diagnostic/frame.ts";

function at(line: number, column: number, endColumn: number, endLine = line) {
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

test("shows a line before and after, and carets below the stretch", () => {
  const text = "one: 1\ntwo: 22\nthree: 3\nfour: 4\n";
  expect(drawFrame(text, at(2, 6, 8))).toBe(
    ["  1 | one: 1", "> 2 | two: 22", "    |      ^^", "  3 | three: 3"].join("\n"),
  );
});

test("keeps numbers in one column where they grow longer", () => {
  const text = `${"x\n".repeat(8)}nine\nten\n`;
  expect(drawFrame(text, at(9, 1, 5))).toBe(
    ["   8 | x", ">  9 | nine", "     | ^^^^", "  10 | ten"].join("\n"),
  );
});

test("puts carets below the right characters behind tabs", () => {
  expect(drawFrame("\ta: bad", at(1, 5, 8))).toBe(["> 1 |   a: bad", "    |      ^^^"].join("\n"));
});

test("marks the rest of the line where a stretch goes on", () => {
  expect(drawFrame("a: {\n  b: 1\n}", at(1, 4, 2, 3))).toContain("\n    |    ^\n");
});

test("shows one caret for a stretch without width, also at the end of the text", () => {
  expect(drawFrame("", at(1, 1, 1))).toBe(["> 1 |", "    | ^"].join("\n"));
  expect(drawFrame("ab", at(1, 3, 3))).toBe(["> 1 | ab", "    |   ^"].join("\n"));
});

test("cuts long lines around the stretch", () => {
  const frame = drawFrame(`${"a".repeat(500)}HERE${"b".repeat(500)}`, at(1, 501, 505));
  const [line = "", carets = ""] = frame.split("\n");
  expect(line.length).toBeLessThan(110);
  expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("HERE");
});

test("lets nothing through that a terminal would obey", () => {
  const frame = drawFrame("a: \u001b[31mred\u001b[0m \u202etxt\u2066 \u200bz\u0007\r\n", at(1, 1, 2));
  expect(frame.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(frame).toContain("[31mred[0m txt z");
});
