/** The digest of a change is the same on every re-plan, and another one after any edit. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { digestChanges } from "../../src/plan/digest.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, openLab, plan, ready } from "../provider/lab.ts";

interface Edit {
  readonly a: number;
  readonly b: number;
  readonly ttl: number;
  readonly last: number;
  readonly interval: 10 | 30;
}

const edits: fc.Arbitrary<Edit> = fc.record({
  a: fc.integer({ min: 1, max: 5 }),
  b: fc.integer({ min: 1, max: 5 }),
  ttl: fc.integer({ min: 30, max: 33 }),
  last: fc.integer({ min: 1, max: 4 }),
  interval: fc.constantFrom(10, 30),
});

function write({ a, b, ttl, last, interval }: Edit, vendor: string): object {
  return {
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { [vendor]: {} },
    healthChecks: { up: { type: "http", path: "/up", interval } },
    endpoints: {
      "web-a": { ipv4: "192.0.2.100", healthCheck: "up" },
      "web-b": { ipv4: `192.0.2.${last}`, healthCheck: "up" },
    },
    records: { www: { ttl, to: { weighted: { "web-a": a, "web-b": b } } } },
  };
}

/** The same policy in another order and notation. */
function rewrite(edit: Edit, vendor: string): string {
  const entries = Object.entries(write(edit, vendor)).reverse();
  return `# a comment\n${entries.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join("\n")}\n`;
}

test.each(["route53", "cloudflare"])(
  "at %s",
  async (vendor) => {
    const lab = vendor === "route53" ? await openLab() : await openCloudflareLab();
    const digest = async (policy: string | object) => digestChanges([await plan(lab, ready(policy))]);
    const base = { a: 1, b: 1, ttl: 30, last: 1, interval: 30 } as const;
    const first = await digest(write(base, vendor));
    const { plan: planned, changes } = await plan(lab, ready(write(base, vendor)));
    expect(changes.length).toBeGreaterThan(2);
    expect(digestChanges([{ plan: planned, changes: changes.toReversed() }])).toBe(first);
    await apply(lab, ready(write(base, vendor)));
    expect(await digest(write(base, vendor))).toBe(digestChanges([]));
    expect(first).not.toBe(digestChanges([]));
    await fc.assert(
      fc.asyncProperty(edits, edits, async (one, other) => {
        const own = await digest(write(one, vendor));
        lab.time.now += 3_600_000;
        expect(await digest(rewrite(one, vendor))).toBe(own);
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect((await digest(write(other, vendor))) === own).toBe(same);
      }),
      { numRuns: 15 },
    );
  },
  60_000,
);
