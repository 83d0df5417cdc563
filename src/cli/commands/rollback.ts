/** `signpost rollback`: takes back what a run changed, if nobody changed it since. */
import { prepareRollback } from "../../apply/rollback.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import { providers } from "../../provider/registry.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { carryOutJournal, type JournalOptions } from "../journal-policy.ts";
import { today } from "../today.ts";

export function runRollback(context: Context, path: string, options: JournalOptions): Promise<ExitCode> {
  const { allow = [] } = options;
  const errand = { command: "rollback", question: "Go back to this?", expect: null, undoes: path, allow };
  return carryOutJournal(
    context,
    path,
    options,
    errand,
    ({ done, unknown }) =>
      done.size + unknown.length > 0
        ? null
        : { code: exitCodes.done, why: [diagnose("journal-nothing-done", { path }, null)] },
    async ({ journal, policy, connection }) => {
      const planned = await prepareRollback(journal, policy, connection, {
        today: today(),
        allow,
      });
      if (planned.kind === "planned") return planned;
      if (planned.kind === "renamed") {
        const { policy: name, provider } = journal;
        const args = { path, policy: name, former: planned.former, provider: providers[provider].title };
        return { kind: "refused", code: exitCodes.refused, why: diagnose("journal-renames", args, null) };
      }
      const why = diagnose("journal-moved", { path, zone: journal.zone.name, moved: planned.moved }, null);
      return { kind: "refused", code: exitCodes.conflict, why };
    },
  );
}
