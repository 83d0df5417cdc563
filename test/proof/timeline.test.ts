import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detect } from "../../src/proof/detection.ts";
import { failoverTimeOf } from "../../src/proof/failover-time.ts";
import { randomNumbers } from "../../src/proof/random.ts";
import { readTimeline } from "../../src/proof/read-timeline.ts";
import { followClients, type Moment, type Timeline } from "../../src/proof/timeline.ts";
import { answer } from "../../src/steering/answer.ts";
import { clientAt } from "../../src/steering/geography.ts";
import { stateMaker, unitsDownWith } from "../../src/steering/health.ts";
import type { SteeredRecord } from "../../src/steering/tree.ts";
import { endpointsOf } from "../../src/steering/walk.ts";
import { type Document, grow, onlyRecord } from "../property/grow.ts";

const quick = { type: "tcp", port: 443, interval: "10s", unhealthyThreshold: 3, healthyThreshold: 3 };

function recordOf(to: unknown, { ttl = 30, check = quick }: { ttl?: number; check?: Document } = {}) {
  const endpoints = Object.fromEntries(
    ["a", "b", "c"].map((name, position) => [name, { ipv4: `192.0.2.${position + 1}`, healthCheck: "up" }]),
  );
  return onlyRecord(
    grow({
      version: 1,
      name: "web",
      zone: "example.com",
      healthChecks: { up: check },
      endpoints: {
        ...endpoints,
        twin: { ipv4: "192.0.2.1", healthCheck: "up" },
        blind: { ipv4: "192.0.2.9" },
      },
      records: { www: { ttl, to } },
    }),
  );
}

function follow({ record, tree }: SteeredRecord, events: string, pinned = 0, before: readonly string[] = []) {
  const endpoints = endpointsOf(tree);
  const outages = readTimeline([events], endpoints, "A", before);
  if ("code" in outages) throw new Error(outages.code);
  const detection = detect(outages, endpoints, "A", new Set(before));
  const down = stateMaker(endpoints, "A");
  const ask = (seen: ReadonlySet<string>) => {
    const dead = new Set(endpoints.map(({ name }) => name).filter((name) => seen.has(name)));
    return answer(tree, clientAt({ kind: "anywhere" }), down(unitsDownWith(dead, endpoints, "A")));
  };
  const { dead, seen } = detection;
  return { detection, ...followClients({ ttl: record.ttl, pinned, dead, seen, ask }) };
}

/** `time dead` of each moment. */
function outline({ series }: Timeline): readonly string[] {
  return series.map(({ at, dead }) => `${at} ${dead}`);
}

describe("the only one of two that is answered goes down", () => {
  const failover = recordOf({ failover: ["a", "b"] });

  test("all clients are on it for 30 s, half of them at 45 s, none from 60 s on: 45 s lost, as failover times say", () => {
    const timeline = follow(failover, "t=0 down a");
    const time = failoverTimeOf(failover, () => 6);
    expect(outline(timeline)).toEqual(["0 1", "30 1", "60 0"]);
    expect(timeline.loss).toEqual({ peak: 1, peakAt: 0, halfAt: 45, goneAt: 60, seconds: 45 });
    expect(time).toMatchObject({ worst: timeline.loss.goneAt, typical: timeline.loss.halfAt });
  });

  test("so it is with any check and TTL", () => {
    const some = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(
        some(10),
        fc.constantFrom(10, 30),
        fc.integer({ min: 0, max: 7200 }),
        (threshold, interval, ttl) => {
          const check = { ...quick, interval, unhealthyThreshold: threshold, healthyThreshold: threshold };
          const record = recordOf({ failover: ["a", "b"] }, { ttl, check });
          const { loss } = follow(record, "t=0 down a");
          const time = failoverTimeOf(record, () => 0);
          expect(loss.goneAt).toBe(time?.worst);
          expect(loss.halfAt).toBeCloseTo(time?.typical ?? 0);
          expect(loss.seconds).toBeCloseTo(threshold * interval + ttl / 2);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("resolvers that keep answers for longer lose more", () => {
    const { clamped } = follow(failover, "t=0 down a");
    expect(clamped.map(({ keeps, loss }) => [keeps, loss.goneAt, loss.seconds])).toEqual([[60, 90, 60]]);
  });

  test("it comes back, and its clients after it", () => {
    const { series, answers, loss } = follow(failover, "t=0 down a; t=300 up a");
    expect(series.map(({ at, shares }) => [at, shares[0]?.share])).toEqual([
      [0, 1],
      [30, 1],
      [60, 0],
      [300, 0],
      [330, 0],
      [360, 1],
    ]);
    expect(answers.map(({ at, shares }) => [at, shares[0]?.share])).toEqual([
      [Number.NEGATIVE_INFINITY, 1],
      [30, 0],
      [330, 1],
    ]);
    expect(loss.goneAt).toBe(60);
  });

  test("it is seen to be back after as many successes as that takes", () => {
    const check = { ...quick, unhealthyThreshold: 2, healthyThreshold: 5 };
    const record = recordOf({ failover: ["a", "b"] }, { check });
    const { noticed } = follow(record, "t=0 down a; t=300 up a").detection;
    expect(noticed.map(({ at }) => at)).toEqual([20, 350]);
  });

  test("it comes back before it is noticed: nobody moves, and the time until then is lost", () => {
    const timeline = follow(failover, "t=10 down a; t=39 up a; t=100 down a; t=110 up a");
    expect(timeline.detection.noticed).toEqual([]);
    expect(outline(timeline)).toEqual([
      "0 0",
      "10 0",
      "10 1",
      "39 1",
      "39 0",
      "100 0",
      "100 1",
      "110 1",
      "110 0",
    ]);
    expect(timeline.loss).toMatchObject({ peakAt: 10, goneAt: 110, seconds: 39 });
  });

  test("it comes back too late to stay: what is noticed then still sends clients away", () => {
    const { loss, detection } = follow(failover, "t=0 down a; t=30 up a");
    expect(detection.noticed.map(({ at, turn }) => [at, turn])).toEqual([
      [30, "down"],
      [60, "up"],
    ]);
    expect(loss).toMatchObject({ goneAt: 30, seconds: 30 });
  });

  test("clients that pin it for good stay until it is back", () => {
    expect(follow(failover, "t=0 down a", 0.05).loss).toMatchObject({ goneAt: null, seconds: null });
    const { loss } = follow(failover, "t=0 down a; t=300 up a", 0.1);
    expect(loss.goneAt).toBe(300);
    expect(loss.seconds).toBeCloseTo(0.9 * 45 + 0.1 * 300);
  });
});

test("with nothing kept, clients move when it is noticed", () => {
  const timeline = follow(recordOf({ failover: ["a", "b"] }, { ttl: 0 }), "t=0 down a");
  expect(outline(timeline)).toEqual(["0 1", "30 1", "30 0"]);
  expect(timeline.loss).toMatchObject({ halfAt: 30, goneAt: 30, seconds: 30 });
});

test("an endpoint without a check is never noticed", () => {
  const timeline = follow(recordOf({ weighted: { a: 3, blind: 1 } }), "t=0 down blind");
  expect(timeline.detection).toMatchObject({ unnoticed: ["blind"], noticed: [] });
  expect(timeline.loss).toMatchObject({ peak: 0.25, halfAt: null, goneAt: null, seconds: null });
});

test("what shares an address and a check goes down together", () => {
  const timeline = follow(recordOf({ weighted: { a: 1, twin: 1, b: 2 } }), "t=0 down a");
  expect(timeline.series[0]?.dead).toBe(0.5);
  expect(timeline.loss.goneAt).toBe(60);
});

test("with all of them down, the answer is as if all were up, and clients stay on dead ones", () => {
  const { loss, series } = follow(
    recordOf({ weighted: { a: 1, b: 1 } }),
    "t=0 down a; t=0 down b; t=600 up b",
  );
  expect(series.find(({ at }) => at === 300)?.dead ?? series.find(({ at }) => at > 60)?.dead).toBe(1);
  // b is back at 600; those on a leave once b is seen up at 630, over one TTL.
  expect(loss).toMatchObject({ peak: 1, goneAt: 660 });
});

test("what has been down all along is known to be, and may come back", () => {
  const { series, loss } = follow(recordOf({ failover: ["a", "b"] }), "t=0 up a; t=100 down b", 0, ["a"]);
  expect(series[0]?.shares).toEqual([
    { endpoint: "b", share: 1 },
    { endpoint: "a", share: 0 },
  ]);
  expect(loss.peak).toBe(0);
});

/** Events that turn endpoints down and up by turns, from one to 90 s after one another. */
const stories = fc
  .array(fc.record({ name: fc.constantFrom("a", "b", "c"), pause: fc.integer({ min: 1, max: 90 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => {
    const down = new Set<string>();
    let at = 0;
    return drawn
      .map(({ name, pause }) => {
        at += pause;
        const turn = down.has(name) ? "up" : "down";
        if (turn === "up") down.delete(name);
        else down.add(name);
        return `t=${at} ${turn} ${name}`;
      })
      .join("; ");
  });

describe("for any timeline", () => {
  const record = recordOf({ failover: [{ weighted: { a: 3, b: 1 } }, "c"] }, { ttl: 40 });

  test("shares add up to 1, and the last moment is settled", () => {
    fc.assert(
      fc.property(stories, fc.constantFrom(0, 0.25), (story, pinned) => {
        const { series, detection, answers } = follow(record, story, pinned);
        for (const [position, { at, dead, shares }] of series.entries()) {
          expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
          expect(0 <= dead && dead <= 1).toBe(true);
          expect(at).toBeGreaterThanOrEqual(series[position - 1]?.at ?? 0);
        }
        const told = answers.at(-1)?.shares.map(({ share }) => share) ?? [];
        const settled = series.at(-1)?.shares.map(({ share }) => share) ?? [];
        if (pinned === 0 && detection.noticed.length > 0) {
          for (const [position, share] of told.entries()) expect(settled[position]).toBeCloseTo(share);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("ten thousand resolvers, each asking when it may, are where the series says", () => {
    const random = randomNumbers(5);
    const resolvers = 10_000;
    for (const story of fc.sample(stories, { numRuns: 8, seed: 11 })) {
      const { series, answers, detection } = follow(record, story);
      for (const at of [20, 47.5, 75, 101, 160, 230]) {
        const counted = new Map<string, number>();
        for (let resolver = 0; resolver < resolvers; resolver++) {
          // It asks every 40 s, from some time on, and the last time was at most 40 s ago.
          const asked = at - random() * 40;
          const told = answers.findLast((one) => one.at <= asked)?.shares ?? [];
          let drawn = random();
          const got = told.find(({ share }) => {
            drawn -= share;
            return drawn < 0;
          });
          const name = got?.endpoint ?? "";
          counted.set(name, (counted.get(name) ?? 0) + 1 / resolvers);
        }
        const expected = between(series, at);
        for (const { endpoint, share } of expected.shares) {
          expect(Math.abs((counted.get(endpoint ?? "") ?? 0) - share)).toBeLessThan(0.025);
        }
        const dead = detection.dead.findLast((one) => one.at <= at)?.endpoints ?? new Set<string>();
        const onDead = [...counted].reduce(
          (sum, [name, share]) => sum + (new Set<string>(dead).has(name) ? share : 0),
          0,
        );
        expect(Math.abs(onDead - expected.dead)).toBeLessThan(0.025);
      }
    }
  });
});

/** On the straight line between the moments around it. */
function between(series: readonly Moment[], at: number): Moment {
  const before = series.findLast((moment) => moment.at <= at);
  const after = series.find((moment) => moment.at > at) ?? before;
  if (before === undefined || after === undefined) throw new Error(`nothing at ${at}`);
  const way = after.at === before.at ? 0 : (at - before.at) / (after.at - before.at);
  return {
    at,
    dead: before.dead + way * (after.dead - before.dead),
    shares: before.shares.map(({ endpoint, share }, position) => ({
      endpoint,
      share: share + way * ((after.shares[position]?.share ?? 0) - share),
    })),
  };
}
