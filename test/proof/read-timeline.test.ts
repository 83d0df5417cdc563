import { describe, expect, test } from "vitest";
import { describe as put } from "../../src/diagnostic/describe.ts";
import { readTimeline } from "../../src/proof/read-timeline.ts";
import { endpointsOf } from "../../src/steering/walk.ts";
import { growTree } from "../property/grow.ts";

const endpoints = endpointsOf(
  growTree({
    version: 1,
    name: "web",
    zone: "example.com",
    healthChecks: { up: { type: "tcp", port: 443 } },
    endpoints: {
      "eu-a": { ipv4: "192.0.2.1", healthCheck: "up" },
      "eu-twin": { ipv4: "192.0.2.1", healthCheck: "up" },
      "eu-b": { ipv4: "192.0.2.2" },
    },
    records: { www: { ttl: 30, to: { weighted: { "eu-a": 1, "eu-twin": 1, "eu-b": 1 } } } },
  }),
);

function read(...texts: readonly string[]) {
  return readTimeline(texts, endpoints, "A", []);
}

/** `code message / hint` of what is wrong. */
function complaint(...texts: readonly string[]): string {
  const wrong = read(...texts);
  if (!("code" in wrong)) throw new Error(JSON.stringify(wrong));
  const { message, hint } = put(wrong);
  return `${wrong.code}: ${message} / ${hint ?? ""}`;
}

describe("a timeline", () => {
  test("is events in seconds or as durations, with several endpoints in each", () => {
    expect(read("t=0 down eu-a, eu-b, ; t = 90s up eu-b;; t=5m up eu-a;")).toEqual([
      { at: 0, turn: "down", endpoints: ["eu-a", "eu-b"] },
      { at: 90, turn: "up", endpoints: ["eu-b"] },
      { at: 300, turn: "up", endpoints: ["eu-a"] },
    ]);
  });

  test("may come in several texts, with several events at one time", () => {
    expect(read("t=1h down eu-a", "t=3600 down eu-b")).toHaveLength(2);
  });

  test("begins with what is down from the start", () => {
    expect(readTimeline(["t=5 up eu-b"], endpoints, "A", ["eu-b"])).toHaveLength(1);
  });
});

test.each([
  [[""], "timeline-empty", "empty"],
  [[" ; ;"], "timeline-empty", "t=0 down eu-a"],
  [["down eu-a"], "timeline-malformed", '"down eu-a" is no event'],
  [["t=0 kill eu-a"], "timeline-malformed", "t=<time> down <endpoints>"],
  [["t=0 down"], "timeline-malformed", "no event"],
  [["t=soon down eu-a"], "timeline-no-time", "t=soon is no time"],
  [["t=-5 down eu-a"], "timeline-no-time", "from 0 on"],
  [["t=1.5 down eu-a"], "timeline-no-time", "whole seconds"],
  [["t=NaN down eu-a"], "timeline-no-time", "t=NaN"],
  [
    ["t=0 down eu-a; t=60 up eu-a; t=30 down eu-b"],
    "timeline-backwards",
    "is at 30 s, after an event at 60 s",
  ],
  [["t=60 down eu-a", "t=1 up eu-a"], "timeline-backwards", "in the order in which they happen"],
  [["t=0 down eu-aa"], "down-unknown", "did you mean eu-a?"],
  [["t=0 down ,"], "timeline-malformed", "no event"],
  [
    ["t=0 up eu-a"],
    "timeline-no-change",
    'eu-a is not down when "t=0 up eu-a" comes / say first when it goes down',
  ],
  [["t=0 down eu-a; t=1 down eu-a"], "timeline-no-change", "eu-a is down already"],
  [["t=0 down eu-a; t=1 down eu-twin"], "timeline-no-change", "eu-twin is down already"],
  [["t=0 down eu-b; t=1 up eu-b; t=2 up eu-b"], "timeline-no-change", "eu-b is not down"],
  [["t=8h down eu-a; t=169h up eu-a"], "timeline-too-long", "t=169h, of at most 7 days"],
  [
    [Array.from({ length: 101 }, (_, at) => `t=${at} ${at % 2 ? "up" : "down"} eu-a`).join(";")],
    "timeline-too-long",
    "101 events",
  ],
])("%j is refused: %s", (texts, code, words) => {
  expect(complaint(...texts)).toContain(words);
  expect(complaint(...texts)).toMatch(new RegExp(`^${code}: `, "u"));
});
