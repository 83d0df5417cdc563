/** The part of `npm run fuzz` that is about journals. */
import type { Sample } from "./corpus.ts";
import { type Findings, gather } from "./findings.ts";
import { judgeJournal, judgeWaysOn } from "./journal-judge.ts";
import { makeJournals, mutateJournal } from "./journals.ts";
import type { Verdict } from "./judge.ts";
import { openAppliedWorld } from "./plan-world.ts";
import { makeRandom } from "./random.ts";

/** Of every so many journals one is taken back and gone on with, which reads its zone each time. */
const commandsEach = 5;

/** Mutates journals and reads each. A write to the sandbox is a failure. */
export async function fuzzJournals(runs: number, seed: number, corpus: readonly Sample[]): Promise<Findings> {
  const begun = performance.now();
  // Journals of other zones would ask the vendor itself: without credentials, and never a machine's own.
  process.env.AWS_EC2_METADATA_DISABLED = "true";
  const world = await openAppliedWorld();
  try {
    world.writeApplied();
    const [before, made] = [world.live(), makeJournals(corpus)];
    const verdicts: Verdict[] = [];
    for (let run = 0; run < runs; run += 1) {
      const random = makeRandom(seed, run);
      const isTried = run % commandsEach === 0;
      const text = mutateJournal(isTried ? world.journals : made, random);
      const read = judgeJournal(text);
      verdicts.push(isTried && read.failure === null ? await judgeWaysOn(world, text) : read);
    }
    if (world.live() !== before) verdicts.push({ outcome: "written", failure: "something was written" });
    return gather(verdicts, begun);
  } finally {
    await world.close();
  }
}
