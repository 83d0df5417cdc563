import { distance } from "fastest-levenshtein";

/**
 * The candidate that was probably meant, or null when none is near: at most two letters away, or a
 * third of the word's length; a word of up to three letters may differ in one.
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = wanted.length <= 3 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  for (const candidate of candidates) {
    const folded = fold(candidate);
    // The difference in length is a lower bound, and cheap: it spares most of the comparisons.
    if (Math.abs(folded.length - wanted.length) > bestDistance) continue;
    const found = distance(wanted, folded);
    if (found < bestDistance || (found === bestDistance && best === null && found < folded.length)) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** Capitals and `_` for `-` are the commonest slips, so they cost nothing. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll("_", "-");
}
