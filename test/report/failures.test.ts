import { expect, test } from "vitest";
import { tabulateFailures } from "../../src/plan/failures.ts";
import { simulatePolicy } from "../../src/plan/simulate.ts";
import { renderFailures } from "../../src/report/failures.ts";
import { ready } from "../provider/lab.ts";

/** The table of a record with so many endpoints: Europe has the first two, everybody else shares the others. */
function show(count: number, width: number, down: readonly string[] = []): string {
  const names = Array.from({ length: count }, (_, number) => `web-${number}`);
  const it = ready({
    version: 1,
    name: "many",
    zone: "example.com",
    providers: { route53: {} },
    healthChecks: { web: { type: "tcp", port: 443, interval: "10s" } },
    endpoints: {
      ...Object.fromEntries(
        names.map((name, number) => [name, { ipv4: `192.0.2.${number + 1}`, healthCheck: "web" }]),
      ),
      spare: { ipv4: "198.51.100.1" },
    },
    records: {
      www: {
        ttl: 30,
        to: {
          geolocation: [
            { from: { continents: ["EU"] }, to: { failover: ["web-0", "web-1", "spare"] } },
            {
              from: "anywhere",
              to: { weighted: Object.fromEntries(names.slice(2).map((name) => [name, 1])) },
            },
          ],
        },
      },
    },
  });
  const [steered] = it.records;
  if (steered === undefined) throw new Error("no record");
  const table = tabulateFailures(steered.tree, "A", down, (client, dead) =>
    simulatePolicy({ steered, type: "A", client, down: new Set(dead) }),
  );
  return renderFailures(table, down.length === 0, width).join("\n");
}

test("side by side while there is room, each failure a column", () => {
  expect(show(4, 100)).toBe(`\
who gets what     all healthy               web-0 down    web-2 down    web-3 down
Europe            web-0 100 %               web-1 100 %   =             =
everywhere else   web-2 50 % · web-3 50 %   =             web-3 100 %   web-2 100 %
nobody gets web-1 while all are healthy
not checked, so nobody notices their failure: spare`);
});

test("below one another where there isn't, and only what changes", () => {
  expect(show(4, 60)).toBe(`\
who gets what
  Europe
    all healthy  web-0 100 %
    web-0 down   web-1 100 %
  everywhere else
    all healthy  web-2 50 % · web-3 50 %
    web-2 down   web-3 100 %
    web-3 down   web-2 100 %
nobody gets web-1 while all are healthy
not checked, so nobody notices their failure: spare`);
});

test("more than eight columns are never side by side", () => {
  const headings = (count: number) => show(count, 100_000).split("\n")[0];
  expect(headings(8)).toContain("web-7 down");
  expect(headings(9)).toBe("who gets what");
  expect(show(9, 100_000)).toContain("web-8 down");
});

test("what is down already has no column, and the others come on top of it", () => {
  const shown = show(4, 100, ["web-0"]);
  expect(shown).toContain("web-1 down too");
  expect(shown).not.toContain("web-0");
});
