/** docs/getting-started.md is walked through from top to bottom: each command does what it shows. */
import { expect, test } from "vitest";
import { readSteps, Walk } from "./walk.ts";

const steps = readSteps("docs/getting-started.md");
const walk = new Walk();

test("there is something to walk through", () => {
  expect(steps.length).toBeGreaterThan(10);
});

test.each(steps)("line $line", async (step) => {
  await walk.take(step);
});
