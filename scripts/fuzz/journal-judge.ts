/** What becomes of one journal, and whether that is in order. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../src/apply/read-journal.ts";
import { runResume } from "../../src/cli/commands/resume.ts";
import { runRollback } from "../../src/cli/commands/rollback.ts";
import { type ExitCode, exitCodes } from "../../src/cli/exit-code.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { providers } from "../../src/provider/registry.ts";
import { judgeSaid, tellException, type Verdict } from "./judge.ts";
import type { AppliedWorld } from "./plan-world.ts";

/** Reads it: in order, or refused with a reason. Whoever reads resources from it gets what the vendor has. */
export function judgeJournal(text: string): Verdict {
  try {
    const read = readJournal(text);
    if (typeof read === "string") return { outcome: `refused: ${read}`, failure: null };
    const resources = [...read.before, ...read.changes.flatMap(({ before, after }) => before ?? after ?? [])];
    const provider = providers[read.provider];
    const reach = provider.indexReach(resources);
    provider.evaluate(resources);
    for (const { owner } of resources.slice(0, 20)) {
      if (owner === null) continue;
      provider.distinctionsIn(reach(owner));
      provider.detectionsIn(reach(owner));
    }
    const shown = resources.map(({ title, detail }) => `${title.join(" ")} ${detail}`).join("\n");
    const isOdd = /\bundefined\b|\[object|\bNaN\b/u.test(shown);
    return { outcome: "read", failure: isOdd ? `says "${shown.slice(0, 200)}"` : null };
  } catch (error) {
    return tellException(error);
  }
}

const file = "fuzzed.jsonl";
/** Nothing but a mistake of ours ends so, and nothing is written without a yes. */
const impossible: readonly ExitCode[] = [exitCodes.internalError, exitCodes.partlyApplied];

/** Takes it back and goes on with it, as far as that goes without anybody who says yes. */
export async function judgeWaysOn(world: AppliedWorld, text: string): Promise<Verdict> {
  writeFileSync(join(world.folder, file), text);
  const verdicts = [await judgeWay(world, runRollback), await judgeWay(world, runResume)];
  return {
    outcome: verdicts.map(({ outcome }) => outcome).join(", "),
    failure: verdicts.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

async function judgeWay(world: AppliedWorld, run: typeof runRollback): Promise<Verdict> {
  const heard = world.listen();
  try {
    const options = { format: "human", yes: false, input: false, wait: "none" } as const;
    const code = await run(heard.context, file, options);
    const said = heard.out() + heard.err();
    const [, why = "done"] = /\[([a-z-]+)\]$/mu.exec(heard.err()) ?? [];
    const wrong = impossible.includes(code) ? `ends with ${code}` : said === "" ? "not a word" : null;
    return { outcome: `${code} ${why}`, failure: wrong ?? judgeSaid(said) };
  } catch (error) {
    if (error instanceof UsageError) return { outcome: "usage", failure: judgeSaid(error.message) };
    return tellException(error);
  }
}
