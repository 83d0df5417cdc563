/** What `simulate --resolvers` and `simulate --timeline` print, in words and in JSON. */
import { describe, expect, test } from "vitest";
import type { SimulateOptions } from "../../src/cli/commands/simulate/question.ts";
import { runSimulate } from "../../src/cli/commands/simulate.ts";
import { makeProject, parseSaid, readExample } from "./command-line.ts";
import { listen } from "./in-process.ts";

function simulate(example: string, options: Partial<SimulateOptions>, width = 100) {
  const folder = makeProject({ "signpost.yaml": readExample(example) });
  const { context, out, err } = listen(folder);
  const io = { ...context.io, width };
  const code = runSimulate({ ...context, io }, [], { format: "human", at: "policy", ...options });
  return { code, stdout: out(), stderr: err() };
}

describe("--resolvers", () => {
  const options = { resolvers: "100", seed: "4" };

  test("shows each endpoint's configured share beside percentiles of its load, and bars", () => {
    const { code, stdout, stderr } = simulate("capacity", options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^www\.example\.com {2}A {2}ttl 60\n {2}100 resolvers \(Zipf 1\): the largest has 19\.3 %/u,
    );
    expect(stdout).toMatch(/configured +5th +50th +95th +5th – 95th/u);
    expect(stdout).toMatch(/^ {2}large +60 % +[\d.]+ % +[\d.]+ % +[\d.]+ % +[\d.]+ % – [\d.]+ %$/mu);
    expect(stdout).toMatch(/^ {2}large +█+▒+│▒+$/mu);
    expect(stdout).toMatch(/One instant in twenty is as far off as large [\d.]+ % · medium/u);
    expect(stdout).toContain("seed 4");
  });

  test("is the same each time, and another with another seed", () => {
    expect(simulate("capacity", options).stdout).toBe(simulate("capacity", options).stdout);
    const other = simulate("capacity", { ...options, seed: "5" }).stdout;
    expect(other.replace("seed 5", "seed 4")).not.toBe(simulate("capacity", options).stdout);
  });

  test("has it as JSON, with the same numbers", () => {
    const said = parseSaid(
      simulate("capacity", { ...options, pinned: "5%", zipf: "0.8", format: "json" }).stdout,
    );
    const percentiles = { p5: expect.any(Number), p50: expect.any(Number), p95: expect.any(Number) };
    expect(said).toMatchObject({
      command: "simulate",
      ok: true,
      record: "www.example.com",
      ttl: 60,
      population: { resolvers: 100, zipf: 0.8, pinned: 0.05, seed: 4, giants: { resolvers: 3 } },
      skew: [
        {
          clients: ["everywhere"],
          endpoints: [
            { endpoint: "large", configured: 0.6, instant: percentiles, hour: percentiles },
            { endpoint: "medium", configured: 0.3 },
            { endpoint: "small", configured: 0.1 },
          ],
          hours: 200,
          instants: 2400,
        },
      ],
    });
  });

  test("gives a table to each class of clients that sees something else", () => {
    const { stdout } = simulate("global-web", { resolvers: "50", record: "www" });
    expect(stdout).toMatch(/^ {2}Europe$/mu);
    expect(stdout).toContain("everywhere else  us-a 100 %, always");
    const one = simulate("global-web", { resolvers: "50", record: "www", from: "country=DE" }).stdout;
    expect(one).toMatch(/^ {2}Germany$/mu);
    expect(one).not.toContain("everywhere else");
  });

  test("asks a provider, and reckons with what is down", () => {
    const asked = { ...options, record: "www", from: "country=DE", down: "eu-a", pinned: "10" };
    const { stdout } = simulate("global-web", asked);
    // Nine of ten clients that pinned an address pinned the one that is dead.
    expect(stdout).toMatch(/eu-a +0 % +9 % +9 % +9 %/u);
    expect(simulate("global-web", { ...asked, at: "route53" }).stdout).toBe(stdout);
  });

  test.each([
    [{ resolvers: "0" }, "--resolvers 0 is no number of resolvers: write 1 to 1000000"],
    [{ resolvers: "1000001" }, "1 to 1000000"],
    [{ resolvers: "many" }, "--resolvers many"],
    [{ resolvers: "1e3" }, "--resolvers 1e3"],
    [{ ...options, seed: "-1" }, "--seed -1 is no seed"],
    [{ ...options, seed: "4294967296" }, "from 0 to 4294967295"],
    [{ ...options, zipf: "4" }, "--zipf 4 is no exponent"],
    [{ ...options, pinned: "101%" }, "--pinned 101% is no share"],
    [{ seed: "1" }, "--seed goes with --resolvers"],
    [{ zipf: "1" }, "--zipf goes with --resolvers"],
    [{ pinned: "1" }, "--pinned goes with --resolvers or --timeline"],
    [{ timeline: ["t=0 down large"], seed: "1" }, "--seed goes with --resolvers"],
  ])("%j is refused", (wrong, words) => {
    expect(() => simulate("capacity", wrong)).toThrow(words);
  });

  test("a million resolvers for each of several tables are refused", () => {
    const policy = readExample("capacity").replace(
      "weighted: { large: 60, medium: 30, small: 10 }",
      `geolocation:
        - { from: { countries: [DE] }, to: { weighted: { large: 1, medium: 1 } } }
        - { from: { countries: [FR] }, to: { weighted: { large: 1, small: 1 } } }
        - { from: anywhere, to: { weighted: { medium: 1, small: 1 } } }`,
    );
    const { context } = listen(makeProject({ "signpost.yaml": policy }));
    const million = { format: "human", at: "policy", resolvers: "1000000" } as const;
    expect(() => runSimulate(context, [], million)).toThrow("choose a class with --from");
  });
});

describe("--timeline", () => {
  const walk = { timeline: ["t=0 down pool-a, pool-b; t=300 up pool-a, pool-b"] };

  test("says what happens when, and draws where clients are", () => {
    const { code, stdout, stderr } = simulate("walkthrough", walk, 80);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`www.example.com  A  ttl 30
  Clients: everywhere

  before   pool-a 50 % · pool-b 50 %
  t=0 s    pool-a, pool-b go down
  t=30 s   pool-a, pool-b are seen down (3 × 10 s)
           now standby 100 %
  t=300 s  pool-a, pool-b come back
  t=330 s  pool-a, pool-b are seen up (3 × 10 s)
           now pool-a 50 % · pool-b 50 %

  clients on a dead endpoint
    100 % │██████▂
          │███████▂
          │████████▃
          │█████████▃
      0 % │██████████▃
          └─────────────────────────────────────────────────────────────────────
           0         60 s       120 s     180 s      240 s     300 s      360 s

  clients on each endpoint
  pool-a  │▄▄▄▄▄▄▃▂▁▁                                               ▁▁▂▂▃▄▄▄▄▄▄▄
  pool-b  │▄▄▄▄▄▄▃▂▁▁                                               ▁▁▂▂▃▄▄▄▄▄▄▄
  standby │     ▁▂▃▅▇████████████████████████████████████████████████▆▅▃▂▁

  On a dead endpoint: 100 % of the clients at t=0 s, half of that at t=45 s,
  none from t=60 s on; 45 s lost for each client on average.
  Behind resolvers that keep answers for 60 s at least: none from t=90 s on;
  60 s lost for each client on average.
`);
  });

  test("has the series as JSON", () => {
    const said = parseSaid(simulate("walkthrough", { ...walk, format: "json" }).stdout);
    expect(said).toMatchObject({
      command: "simulate",
      ok: true,
      client: { name: "everywhere", country: null },
      timeline: {
        classes: 1,
        pinned: 0,
        events: [
          { at: 0, turn: "down", endpoints: ["pool-a", "pool-b"] },
          { at: 300, turn: "up" },
        ],
        noticed: [{ at: 30, turn: "down" }, { at: 30 }, { at: 330, turn: "up" }, { at: 330 }],
        unnoticed: [],
        answers: [{ at: 0 }, { at: 30 }, { at: 330 }],
        dead: { peak: 1, peakAt: 0, halfAt: 45, goneAt: 60, seconds: 45 },
        clamped: [{ clamp: { floor: 60, ceiling: null, share: 0.05 }, keeps: 60, loss: { goneAt: 90 } }],
        series: [
          {
            at: 0,
            dead: 1,
            shares: [{ endpoint: "pool-a", share: 0.5 }, {}, { endpoint: "standby", share: 0 }],
          },
          { at: 30, dead: 1 },
          { at: 60, dead: 0 },
          { at: 300, dead: 0 },
          { at: 330, dead: 0 },
          { at: 360, dead: 0 },
        ],
      },
    });
  });

  test("is about the clients that are the worst off, unless a client is named", () => {
    const asked = { record: "www", timeline: ["t=0 down us-a"] };
    expect(simulate("global-web", asked).stdout).toContain(
      "Clients: everywhere else (the worst off of 2 classes)",
    );
    const europe = simulate("global-web", { ...asked, from: "country=DE" }).stdout;
    expect(europe).toContain("Clients: Germany\n");
    expect(europe).toContain("On a dead endpoint: no client at any time.");
  });

  test("a provider answers alike", () => {
    const asked = { record: "www", timeline: ["t=0 down eu-a", "t=20 down eu-b; t=100 up eu-a, eu-b"] };
    expect(simulate("global-web", { ...asked, at: "route53" }).stdout).toBe(
      simulate("global-web", asked).stdout,
    );
  });

  test("what nothing watches is never seen down", () => {
    const { stdout } = simulate("active-passive", { timeline: ["t=0 down primary, standby"] });
    expect(stdout).toContain("never   standby is seen down: there is no check");
    expect(stdout).toContain("100 % of the clients at t=0 s, and 100 % stay there for good.");
  });

  test("clients that pin an address are counted in", () => {
    const { stdout } = simulate("walkthrough", { ...walk, pinned: "2%" });
    expect(stdout).toMatch(
      /none\s+from t=300 s on;\s+50\.1 s\s+lost for each client on average,\s+with 2 %/u,
    );
  });

  test.each([
    [["t=0 down pool-a; t=300 up pool-a; t=200 down pool-b"], "timeline-backwards"],
    [["t=0 down pool-c"], "down-unknown"],
    [[""], "timeline-empty"],
  ])("%j is refused with exit code 64", (timeline, code) => {
    const { code: exit, stdout } = simulate("walkthrough", { timeline, format: "json" });
    expect(exit).toBe(64);
    expect(parseSaid(stdout)).toMatchObject({ ok: false, diagnostics: [{ code, file: null }] });
    const words = simulate("walkthrough", { timeline });
    expect(words).toMatchObject({ code: 64, stdout: "" });
    expect(words.stderr).toContain(`[${code}]`);
  });
});

test.each([40, 60, 80, 120, 200])("nothing is wider than %i columns", (width) => {
  const events = ["t=0 down eu-a, eu-b; t=5m up eu-a; t=2h down eu-dr"];
  const shown = [
    simulate("global-web", { record: "www", timeline: events, pinned: "3" }, width),
    simulate("global-web", { record: "www", resolvers: "20" }, width),
    simulate("capacity", { resolvers: "20" }, width),
  ];
  for (const { stdout } of shown) {
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
  }
});
