/** Text for a terminal. */
import { expect, test } from "vitest";
import { count, wrap } from "../../src/report/text.ts";

test.each([
  [1, "policy", "1 policy"],
  [2, "policy", "2 policies"],
  [0, "day", "0 days"],
  [2, "class", "2 classes"],
  [3, "more name", "3 more names"],
])("%i %s", (number, noun, expected) => {
  expect(count(number, noun)).toBe(expected);
});

test("lines break at spaces, not within a share or a time", () => {
  expect(wrap("eu-a 90 % · eu-b 10 %", 14)).toEqual(["eu-a 90 % ·", "eu-b 10 %"]);
  expect(wrap("waits 30 s", 8)).toEqual(["waits", "30 s"]);
  expect(wrap("a-word-that-is-longer x", 8)).toEqual(["a-word-that-is-longer", "x"]);
  expect(wrap("", 8)).toEqual([]);
  // A line that began like this would be a command to a runner.
  expect(wrap("see ::error", 5)).toEqual(["see ::error"]);
});
