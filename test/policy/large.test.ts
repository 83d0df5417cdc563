import { expect, test } from "vitest";
import { loadPolicy } from "../../src/policy/load.ts";

const size = 1000;
const numbers = Array.from({ length: size }, (_, index) => index);
const endpoints = numbers.map((n) => `  e${n}: { ipv4: 10.0.${n >> 8}.${n & 255} }`);

function policy(target: (n: number) => string): string {
  const records = numbers.map((n) => `  r${n}: { ttl: 30s, to: { failover: [e${n}, ${target(n)}] } }`);
  return [
    "version: 1",
    "name: web",
    "zone: example.com",
    "endpoints:",
    ...endpoints,
    "records:",
    ...records,
  ].join("\n");
}

/** Generous: a quadratic step takes many times as long, a slow machine does not. */
const patience = 3000;

test("a thousand records and endpoints take a moment", () => {
  const start = performance.now();
  const { policy: loaded, diagnostics } = loadPolicy({
    path: "p.yaml",
    text: policy((n) => `e${(n + 1) % size}`),
  });
  expect(diagnostics).toEqual([]);
  expect(loaded?.records).toHaveLength(size);
  expect(performance.now() - start).toBeLessThan(patience);
});

test("a thousand mistakes take a moment too", () => {
  const start = performance.now();
  const { diagnostics } = loadPolicy({ path: "p.yaml", text: policy((n) => `f${n}`) });
  expect(diagnostics).toHaveLength(size);
  expect(performance.now() - start).toBeLessThan(patience);
});
