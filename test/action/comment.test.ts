/** The text of a comment, at the limit of what GitHub takes. */
import { expect, test } from "vitest";
import { composeBody, markFor } from "../../src/action/comment.ts";
import { readEvent } from "../../src/action/event.ts";
import { readInputs } from "../../src/action/inputs.ts";

test("the mark and what stands below the report count as well", () => {
  const inputs = readInputs((name) =>
    name === "command" ? "plan" : name === "policy" ? "x".repeat(900) : "",
  );
  const event = readEvent({
    GITHUB_REPOSITORY: "acme/dns",
    GITHUB_EVENT_NAME: "push",
    GITHUB_SHA: "c0ffee",
    GITHUB_RUN_ID: "42",
  });
  if (!("command" in inputs) || event === null) throw new Error("no inputs, or no event");
  const promise = "Merging approves nothing";
  const render = (limit: number) => `${"a".repeat(limit - 1)}\n`;
  const body = composeBody(markFor("plan", inputs), render, event, [promise]);
  expect(body.length).toBeGreaterThan(59_900);
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(body.startsWith("<!-- signpost action plan")).toBe(true);
  expect(body).toContain(`<sub>${promise} · [This run](`);
});
