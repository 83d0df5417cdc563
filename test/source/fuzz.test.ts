/** A little of `npm run fuzz`, always the same, so that the command itself can't rot. */
import { expect, test } from "vitest";
import { readCorpus } from "../../scripts/fuzz/corpus.ts";
import { makeInput } from "../../scripts/fuzz/input.ts";
import { judgeInput } from "../../scripts/fuzz/judge.ts";
import { makeRandom } from "../../scripts/fuzz/random.ts";
import { root } from "../cli/command-line.ts";

test("300 mutated policies end with a word, not with an exception", () => {
  const corpus = readCorpus(root);
  const verdicts = Array.from({ length: 300 }, (_, run) => judgeInput(makeInput(corpus, makeRandom(7, run))));
  expect(verdicts.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  // It sees what is in order, what is wrong, and more than one sort of mistake.
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
  expect(outcomes).toContain("valid");
  expect(outcomes.size).toBeGreaterThan(10);
});
