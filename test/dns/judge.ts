/**
 * Whether what was drawn can have been drawn from what the policy answers.
 *
 * What the policy never answers must not come at all. Else the number of each answer among n questions is binomial, and
 * its exact two-sided tail is the p of one test. Each place by itself is tested, and all places of one trial that must
 * get the same together. With Bonferroni's bound, all these tests together fail a right server with a probability
 * below `falseAlarm`.
 */
export interface Observation {
  readonly trial: string;
  readonly place: string;
  /** Answer → share; the shares add up to 1. */
  readonly expected: ReadonlyMap<string, number>;
  /** Answer → how often it came. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface Outlier {
  readonly where: string;
  readonly answer: string;
  readonly expected: number;
  readonly observed: number;
  readonly p: number;
}

const falseAlarm = 1e-6;

/** The tests whose p is too small for how many there are. */
export function findOutliers(observations: readonly Observation[]): readonly Outlier[] {
  const tests = [...observations, ...pool(observations)].flatMap(testEach);
  return tests.filter(({ p }) => p < falseAlarm / tests.length);
}

/** All places of one trial that must get the same, as one, where they are several. */
function pool(observations: readonly Observation[]): readonly Observation[] {
  const pooled = new Map<string, Observation>();
  for (const one of observations) {
    const key = JSON.stringify([one.trial, [...one.expected].sort()]);
    const known = pooled.get(key);
    if (known === undefined) {
      pooled.set(key, one);
      continue;
    }
    const counts = new Map(known.counts);
    for (const [answer, count] of one.counts) counts.set(answer, (counts.get(answer) ?? 0) + count);
    pooled.set(key, { ...one, place: `${known.place} and ${one.place}`, counts });
  }
  return [...pooled.values()].filter((one) => !observations.includes(one));
}

function testEach({ trial, place, expected, counts }: Observation): readonly Outlier[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...new Set([...expected.keys(), ...counts.keys()])].map((answer) => {
    const share = expected.get(answer) ?? 0;
    const observed = counts.get(answer) ?? 0;
    return {
      where: `${trial} from ${place}`,
      answer,
      expected: share,
      observed: observed / total,
      p: binomialTail(observed, total, share),
    };
  });
}

/** The probability of a count at least as far out as this one: twice the smaller tail, 1 at most. */
export function binomialTail(count: number, total: number, share: number): number {
  if (share <= 0) return count === 0 ? 1 : 0;
  if (share >= 1) return count === total ? 1 : 0;
  let below = 0;
  let above = 0;
  let logOfChoices = 0;
  for (let k = 0; k <= total; k++) {
    const probability = Math.exp(logOfChoices + k * Math.log(share) + (total - k) * Math.log1p(-share));
    if (k <= count) below += probability;
    if (k >= count) above += probability;
    logOfChoices += Math.log((total - k) / (k + 1));
  }
  return Math.min(1, 2 * Math.min(below, above));
}
