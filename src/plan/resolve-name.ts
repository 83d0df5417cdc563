/** What clients get in the end: a resolver follows a CNAME that stands where an address was asked for. */
import type { RecordType } from "../policy/policy.ts";
import type { Evaluator, Question, VendorOutcome } from "../provider/provider.ts";

/** A chain that is longer ends in nothing at most resolvers. */
const longestChain = 8;

/**
 * Asks one world about a name, as clients see it. A CNAME is followed while its target is known here, else it is the
 * answer; asked for a CNAME, a name that has addresses instead answers those. Null when it can't be told.
 */
export function resolveName(
  world: Evaluator,
  question: Question,
  isDown: Parameters<Evaluator>[1],
  hops: number = longestChain,
): readonly VendorOutcome[] | null {
  const own = world(question, isDown);
  if (own === null || hops === 0 || own.every(({ values }) => values.length > 0)) return own;
  const instead: readonly RecordType[] = question.type === "CNAME" ? ["A", "AAAA"] : ["CNAME"];
  for (const type of instead) {
    const found = world({ ...question, type }, isDown);
    if (found === null) return null;
    if (found.every(({ values }) => values.length === 0)) continue;
    return type === "CNAME" ? followAll(world, question, isDown, found, hops) : found;
  }
  return own;
}

function followAll(
  world: Evaluator,
  question: Question,
  isDown: Parameters<Evaluator>[1],
  found: readonly VendorOutcome[],
  hops: number,
): readonly VendorOutcome[] | null {
  const followed: VendorOutcome[] = [];
  for (const outcome of found) {
    const [target] = outcome.values;
    if (target === undefined) {
      followed.push(outcome);
      continue;
    }
    const answered = resolveName(world, { ...question, name: target }, isDown, hops - 1);
    if (answered === null) return null;
    const isKnown = answered.some(({ values }) => values.length > 0);
    for (const one of isKnown ? answered : [{ ...outcome, share: 1 }]) {
      followed.push({ ...one, share: one.share * outcome.share });
    }
  }
  return followed;
}
