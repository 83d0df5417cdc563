/** `signpost apply --resume`: finishes a run that broke off, if nobody changed since what it did. */
import { findMoved } from "../../apply/held.ts";
import { digestOfMeaning } from "../../apply/journal.ts";
import type { ReadJournal } from "../../apply/read-journal.ts";
import { hasErrors } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import { type Checked, type Target, withNothing } from "../../plan/check.ts";
import { preparePlan } from "../../plan/plan.ts";
import { reduceTo } from "../../plan/reduce.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { carryOutJournal, type JournalOptions } from "../journal-policy.ts";
import { today } from "../today.ts";

export function runResume(context: Context, path: string, options: JournalOptions): Promise<ExitCode> {
  const errand = { command: "apply", question: "Go on with these changes?", expect: null, resumes: path };
  return carryOutJournal(
    context,
    path,
    options,
    errand,
    (journal, found) => {
      if (journal.outcome === "done") {
        return { code: exitCodes.done, why: [diagnose("journal-finished", { path }, null)] };
      }
      if (journal.undoes !== null) {
        const why = diagnose("journal-of-rollback", { path, undoes: journal.undoes }, null);
        return { code: exitCodes.stale, why: [why] };
      }
      if (found === null) return null;
      const { checked } = found;
      if (!checked.ok && hasErrors(checked.diagnostics)) {
        return { code: exitCodes.policyInvalid, why: checked.diagnostics };
      }
      const { target } = wantedBy(journal, found);
      if (digestOfMeaning(target.compiled.resources) === journal.digest) return null;
      const why = diagnose("journal-policy-changed", { path, policy: journal.policy }, null);
      return { code: exitCodes.stale, why: [why] };
    },
    async ({ journal, checked, policy, target, connection }) => {
      const wanted = wantedBy(journal, { checked, target });
      const { adopted } = journal;
      // What it was to take away was judged when it was begun, and nobody has added to it since.
      const before = journal.changes.flatMap((change) => change.before ?? []);
      const going = { ...wanted.target, known: [...(wanted.target.known ?? []), ...before] };
      const prepared = await preparePlan(wanted.policy ?? policy, wanted.records, going, connection, {
        today: today(),
        // What was let pass when it was begun; some of it may be done.
        allow: [...journal.allow, ...(options.allow ?? [])],
        ...(adopted === null ? {} : { adopted: new Set(adopted) }),
      });
      const moved = findMoved(journal, prepared.snapshot, journal.done);
      if (moved.length === 0) return { kind: "planned", prepared };
      const why = diagnose("journal-moved", { path, zone: journal.zone.name, moved }, null);
      return { kind: "refused", code: exitCodes.conflict, why };
    },
  );
}

/** What the run was to come to. */
function wantedBy({ command, to }: Pick<ReadJournal, "command" | "to">, { checked, target }: Found) {
  if (command === "destroy") return { policy: checked.policy, records: [], target: withNothing(target) };
  const { policy, records, targets } = to === null ? checked : reduceTo(checked, to).checked;
  return { policy, records, target: targets.find(({ provider }) => provider === target.provider) ?? target };
}

interface Found {
  readonly checked: Checked;
  readonly target: Target;
}
