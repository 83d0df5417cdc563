/** `signpost apply --resume`: finishes a run that broke off, if nobody changed since what it did. */
import { findMoved } from "../../apply/held.ts";
import { digestOfMeaning } from "../../apply/journal.ts";
import { hasErrors } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import { preparePlan } from "../../plan/plan.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { carryOutJournal, type JournalOptions } from "../journal-policy.ts";
import { today } from "../today.ts";
import { withNothing } from "./destroy.ts";

export function runResume(context: Context, path: string, options: JournalOptions): Promise<ExitCode> {
  const errand = { command: "apply", question: "Go on with these changes?", expect: null };
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
      const { checked, target } = found;
      if (!checked.ok && hasErrors(checked.diagnostics)) {
        return { code: exitCodes.policyInvalid, why: checked.diagnostics };
      }
      const wanted = journal.command === "destroy" ? withNothing(target) : target;
      if (digestOfMeaning(wanted.compiled.resources) === journal.digest) return null;
      const why = diagnose("journal-policy-changed", { path, policy: journal.policy }, null);
      return { code: exitCodes.stale, why: [why] };
    },
    async ({ journal, checked, policy, target, connection }) => {
      const isDestroy = journal.command === "destroy";
      const wanted = isDestroy ? withNothing(target) : target;
      const records = isDestroy ? [] : checked.records;
      const { adopted } = journal;
      const prepared = await preparePlan(policy, records, wanted, connection, {
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
