import fc from "fast-check";
import { expect, test } from "vitest";
import { guessDuration, parseDuration } from "../../src/policy/duration.ts";

test.each([
  ["30s", 30],
  ["5m", 300],
  ["1h", 3600],
  [45, 45],
  ["30", null],
  ["1.5m", null],
  ["1d", null],
  ["", null],
  [1.5, null],
  [null, null],
])("%j is %j seconds", (written, seconds) => {
  expect(parseDuration(written)).toBe(seconds);
});

test.each([
  ["30 seconds", "30s"],
  ["30sec", "30s"],
  ["30", "30s"],
  ["5 minutes", "5m"],
  ["1m30s", "90s"],
  ["1 hour 30 min", "90m"],
  ["1d", "24h"],
  ["0.5h", "30m"],
  ["500ms", "1s"],
  ["soon", null],
  ["1 fortnight", null],
  ["-5s", null],
])("%j was probably %j", (written, guess) => {
  expect(guessDuration(written)).toBe(guess);
});

test("what is proposed can be read", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const guess = guessDuration(text);
      expect(guess === null || parseDuration(guess) !== null).toBe(true);
    }),
  );
});
