import { expect, test } from "vitest";
import { drawArea, drawLine, drawRange, roundUp } from "../../src/report/chart.ts";

test("a line is as high as its values, and shows the least that isn't nothing", () => {
  expect(drawLine([0, 0.001, 0.25, 0.5, 1], 1)).toBe(" ▁▂▄█");
  expect(drawLine([0.05, 0.1], 0.1)).toBe("▄█");
});

test("an area fills rows from below", () => {
  expect(drawArea([0, 0.001, 0.5, 0.75, 1], 1, 2)).toEqual(["   ▄█", " ▁███"]);
});

test("a bar is full, then lighter, with a mark in it", () => {
  expect(drawRange(0.2, 0.6, 0.4, 1, 10)).toBe("██▒▒│▒");
  expect(drawRange(0.2, 0.4, 0.8, 1, 10)).toBe("██▒▒    │");
  expect(drawRange(1, 1, 1, 1, 10)).toBe("█████████│");
  expect(drawRange(0, 0, 0, 1, 4)).toBe("│");
});

test("a scale ends at the next round share", () => {
  expect([0, 0.05, 0.06, 0.3, 0.8, 1].map(roundUp)).toEqual([0.05, 0.05, 0.1, 0.5, 1, 1]);
});
