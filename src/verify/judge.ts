/** Whether what came can have come from what the policy means. */
import {
  type Certainty,
  queriesToFind,
  rangeAround,
  type ShareRange,
  smallestFound,
  tailOf,
} from "./binomial.ts";
import {
  type Came,
  type Cell,
  type Difference,
  type Observed,
  usualDifference,
  type Verdict,
} from "./cell.ts";
import { type ExpectedAnswer, keyOf } from "./expect.ts";

/** The answers whose shares are tested: where there are several, and it is known how often each must come. */
export function testedShares({
  expected,
  isHidden,
  isCounted,
}: Cell): readonly (ExpectedAnswer & { readonly share: number })[] {
  if (isHidden || !isCounted || expected.length < 2) return [];
  return expected.flatMap((one) => (one.share === null ? [] : [{ ...one, share: one.share }]));
}

/** Bonferroni: so many tests together give no more false alarms than was promised. */
export function divideAmong(tests: number, certainty: Certainty): Certainty {
  return { ...certainty, falseAlarm: certainty.falseAlarm / Math.max(1, tests) };
}

/** How often to ask so that a share which is off by `usualDifference`, or anything that comes so often, is found. */
export function queriesFor(cell: Cell, each: Certainty): number {
  const shares = testedShares(cell).map((one) => rangeAround(one.share, cell.slack));
  const always: ShareRange = { low: 1, high: 1 };
  return Math.max(
    ...[always, ...leastCertain(shares)].map((range) => queriesToFind(usualDifference, range, each)),
  );
}

/** The share nearest to a half varies most. */
function leastCertain(shares: readonly ShareRange[]): readonly ShareRange[] {
  const far = ({ low, high }: ShareRange) => Math.abs((low + high) / 2 - 0.5);
  return [...shares].sort((one, other) => far(one) - far(other)).slice(0, 1);
}

/** Judges what came. */
export function judge(observed: Observed, each: Certainty): Verdict {
  const { cell, came, total } = observed;
  const known = new Set(cell.expected.flatMap(({ values }) => values));
  const keyOfCame = (one: Came): string | null => {
    if (one.code !== "NOERROR" && cell.expected.every(({ values }) => values.length > 0)) return null;
    if (one.code !== "NOERROR" && one.code !== "NXDOMAIN") return null;
    const key = keyOf({ values: one.values, isService: false });
    if (cell.isHidden) return one.values.length > 0 ? key : null;
    if (cell.expected.some((expected) => keyOf(expected) === key && !expected.isService)) return key;
    const isForeign = one.values.length > 0 && one.values.every((value) => !known.has(value));
    return isForeign && cell.expected.some(({ isService }) => isService) ? "a service" : null;
  };
  const counts = new Map<string, number>();
  const unexpected: Came[] = [];
  for (const one of came) {
    const key = keyOfCame(one);
    if (key === null) unexpected.push(one);
    else counts.set(key, (counts.get(key) ?? 0) + one.count);
  }
  const shares = testedShares(cell);
  const differences: Difference[] = [
    ...unexpected.map((one): Difference => ({ kind: "unexpected", came: one })),
    // Where nothing that came may come, the shares say nothing new.
    ...(counts.size === 0 ? [] : shares).flatMap((expected): readonly Difference[] => {
      const count = counts.get(keyOf(expected)) ?? 0;
      const p = tailOf(count, total, rangeAround(expected.share, cell.slack));
      const { endpoints, values, share } = expected;
      return p < each.falseAlarm ? [{ kind: "share", endpoints, values, expected: share, count, p }] : [];
    }),
    ...judgeTtls(observed),
    ...(observed.unauthoritative.size > 0
      ? [{ kind: "not authoritative", servers: [...observed.unauthoritative] } as const]
      : []),
    ...(observed.withoutTcp.size > 0 ? [{ kind: "no tcp", servers: [...observed.withoutTcp] } as const] : []),
  ];
  const [widest] = leastCertain(shares.map(({ share }) => rangeAround(share, cell.slack)));
  return {
    observed,
    differences,
    finds: widest === undefined ? null : smallestFound(total, widest, each),
  };
}

/** Who answers with authority counts nothing down: the TTL is the record's own. */
function judgeTtls({ cell: { ttl }, ttls }: Observed): readonly Difference[] {
  if (ttl === null || [...ttls.keys()].every((came) => came === ttl)) return [];
  return [{ kind: "ttl", expected: ttl, came: ttls }];
}
