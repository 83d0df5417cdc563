/** Shares that were drawn, held against shares that were meant: exact binomial tests. */

/** What share an answer may have: it is what was meant where both ends are the same. */
export interface ShareRange {
  readonly low: number;
  readonly high: number;
}

/** A share with what the vendor's rounding may make of it. What comes always or never does so whatever is rounded. */
export function rangeAround(share: number, slack: number): ShareRange {
  if (share <= 0 || share >= 1) return { low: share, high: share };
  return { low: Math.max(0, share - slack), high: Math.min(1, share + slack) };
}

/**
 * The probability of a count at least as far out as this one: twice the smaller tail, 1 at most. Of a range, of the share
 * in it that suits the count best.
 */
export function tailOf(count: number, total: number, { low, high }: ShareRange): number {
  const observed = total === 0 ? low : count / total;
  return twoSidedTail(count, total, Math.min(high, Math.max(low, observed)));
}

function twoSidedTail(count: number, total: number, share: number): number {
  let [below, above] = [0, 0];
  for (const [k, probability] of distribute(total, share).entries()) {
    if (k <= count) below += probability;
    if (k >= count) above += probability;
  }
  return Math.min(1, 2 * Math.min(below, above));
}

/** The probability of each count from 0 to `total`. */
function distribute(total: number, share: number): Float64Array {
  const probabilities = new Float64Array(total + 1);
  // Nothing is left to chance there, and logarithms would make nonsense of it.
  if (share <= 0 || share >= 1) {
    probabilities[share <= 0 ? 0 : total] = 1;
    return probabilities;
  }
  let logOfChoices = 0;
  for (let k = 0; k <= total; k++) {
    probabilities[k] = Math.exp(logOfChoices + k * Math.log(share) + (total - k) * Math.log1p(-share));
    logOfChoices += Math.log((total - k) / (k + 1));
  }
  return probabilities;
}

/** How sure a test is. */
export interface Certainty {
  /** The test fails what is right with at most this probability. */
  readonly falseAlarm: number;
  /** It finds a difference with at least this one. */
  readonly power: number;
}

/** How many queries it takes to find each share that is off by so much, up or down. Up to 100,000. */
export function queriesToFind(difference: number, share: ShareRange, certainty: Certainty): number {
  let [low, high] = [1, 1];
  while (high < mostQueries && !finds(high, difference, share, certainty)) [low, high] = [high + 1, high * 2];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (finds(middle, difference, share, certainty)) high = middle;
    else low = middle + 1;
  }
  return Math.min(low, mostQueries);
}

const mostQueries = 100_000;

/** The smallest difference, in whole percentage points, that so many queries find; null where none is. */
export function smallestFound(queries: number, share: ShareRange, certainty: Certainty): number | null {
  for (let points = 1; points < 100; points++) {
    // No share is so far off.
    if (share.low - points / 100 < 0 && share.high + points / 100 > 1) return null;
    if (finds(queries, points / 100, share, certainty)) return points / 100;
  }
  return null;
}

function finds(queries: number, difference: number, share: ShareRange, certainty: Certainty): boolean {
  const others = [share.low - difference, share.high + difference].filter((one) => one >= 0 && one <= 1);
  if (others.length === 0) return true;
  const [lowest, highest] = acceptedCounts(queries, share, certainty.falseAlarm);
  return others.every((other) => {
    let missed = 0;
    const probabilities = distribute(queries, other);
    for (let k = lowest; k <= highest; k++) missed += probabilities[k] ?? 0;
    return missed <= 1 - certainty.power;
  });
}

/** The counts that a test lets pass: all between these two. */
function acceptedCounts(queries: number, { low, high }: ShareRange, falseAlarm: number): [number, number] {
  const [fromLow, fromHigh] = [distribute(queries, low), distribute(queries, high)];
  let [lowest, tail] = [0, 0];
  while (lowest < queries) {
    tail += fromLow[lowest] ?? 0;
    if (2 * tail >= falseAlarm) break;
    lowest += 1;
  }
  let highest = queries;
  tail = 0;
  while (highest > 0) {
    tail += fromHigh[highest] ?? 0;
    if (2 * tail >= falseAlarm) break;
    highest -= 1;
  }
  return [lowest, highest];
}
