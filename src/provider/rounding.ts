/** By how much shares move when weights are rounded to what a vendor holds. */

/** Percentage points by which a share may move without a word. */
export const silentMove = 0.1;

/** With more members than this not every set of healthy ones is tried. */
const triedMembers = 10;

/**
 * The most, in percentage points, by which rounding moves the share of a member or of several together, whichever are
 * healthy: members may answer the same. What was written above 0 must still be above 0.
 */
export function skewBetween(written: readonly number[], fitted: readonly number[]): number {
  const pairs = written.flatMap((before, position) =>
    before > 0 ? [{ before, after: fitted[position] ?? 0 }] : [],
  );
  if (pairs.length > triedMembers) return 100 * boundOnMove(pairs);
  let largest = 0;
  for (let bits = 1; bits < 2 ** pairs.length; bits++) {
    const healthy = pairs.filter((_pair, position) => (bits >> position) & 1);
    const before = healthy.reduce((sum, pair) => sum + pair.before, 0);
    const after = healthy.reduce((sum, pair) => sum + pair.after, 0);
    const gained = healthy.reduce(
      (sum, pair) => sum + Math.max(0, pair.after / after - pair.before / before),
      0,
    );
    largest = Math.max(largest, gained);
  }
  return 100 * largest;
}

/**
 * When one set of members is scaled by r and the rest by s, a share p becomes pr / (pr + (1 − p)s). For given r and s
 * that is furthest from p by (√(r/s) − 1) / (√(r/s) + 1).
 */
function boundOnMove(pairs: readonly { readonly before: number; readonly after: number }[]): number {
  const factors = pairs.map(({ before, after }) => after / before);
  const spread = Math.sqrt(Math.max(...factors) / Math.min(...factors));
  return (spread - 1) / (spread + 1);
}
