/** Some of `npm run fuzz -- --journals`, always the same. */
import { expect, test } from "vitest";
import { readCorpus } from "../../scripts/fuzz/corpus.ts";
import { judgeJournal } from "../../scripts/fuzz/journal-judge.ts";
import { makeJournals, mutateJournal } from "../../scripts/fuzz/journals.ts";
import { makeRandom } from "../../scripts/fuzz/random.ts";
import { root } from "../cli/command-line.ts";

test("600 mutated journals are read or refused with a reason, never with an exception", () => {
  const journals = makeJournals(readCorpus(root));
  // Before anything is changed, each is in order.
  expect(new Set(journals.map((text) => judgeJournal(text).outcome))).toEqual(new Set(["read"]));
  const verdicts = Array.from({ length: 600 }, (_, run) =>
    judgeJournal(mutateJournal(journals, makeRandom(11, run))),
  );
  expect(verdicts.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
  expect(outcomes).toContain("refused: damaged");
  expect(outcomes).toContain("refused: not-a-journal");
});
