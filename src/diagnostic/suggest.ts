import { distance } from "fastest-levenshtein";

/**
 * The candidate that was probably meant, or null when none is near: at most two letters away, or a
 * third of the word's length; a word of up to three letters may differ in one. Letters in another order and
 * a long common beginning (`country` for `countries`) count as near too.
 */
export function suggest(word: string, candidates: readonly string[] | ReadonlySet<string>): string | null {
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
  if (best !== null) return best;
  for (const candidate of candidates) if (isKin(wanted, fold(candidate))) return candidate;
  return null;
}

function isKin(wanted: string, candidate: string): boolean {
  if (wanted.length === candidate.length && sortLetters(wanted) === sortLetters(candidate)) return true;
  let common = 0;
  while (common < wanted.length && wanted[common] === candidate[common]) common += 1;
  return common >= 4 && common * 3 >= wanted.length * 2;
}

function sortLetters(word: string): string {
  return [...word].sort().join("");
}

/** Capitals and `_` for `-` are the commonest slips, so they cost nothing. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll("_", "-");
}
