import { quoteForShell } from "../quote-for-shell.ts";
import { reasonOfSystem } from "./commands.ts";
import { entry } from "./entry.ts";
import { explainReason, type OfPath } from "./files.ts";

export interface OfJournal extends OfPath {
  readonly policy: string;
}

/** What is wrong with the text of a journal. */
const damages = {
  "not-a-journal": "it is no journal of Signpost",
  "other-format": "it is of a format that this version of Signpost doesn't know",
  damaged: "it is damaged",
  "cut-short": "it ends in its first line, which means that nothing was written",
  "no-file": "it is no file",
  "too-large": "it is too large",
} as const;

/** What a journal can't be read for; `unreadable` has the system's reason. */
export type UnreadableJournal = keyof typeof damages | "unreadable";

/** What is said about journals, and about going on with one and taking one back. */
export const journalEntries = {
  "journal-unwritable": entry<OfPath & { readonly reason: string }>({
    severity: "error",
    title: "no place for the journal",
    message: ({ path, reason }) =>
      `Nothing is written, because there is no place for the journal: ${path}: ${reasonOfSystem(reason)}`,
    hint: () => "run this where .signpost/journal can be made, or name another directory with --journal",
    explain: `Before its first write, a command writes down what it is about to change and what was there. With that a
run that breaks off can be gone on with, and one that went wrong can be taken back. Without it, nothing is written.`,
  }),
  "journal-stopped": entry<{ readonly reason: string }>({
    severity: "error",
    title: "journal that can't be written any further",
    message: ({ reason }) =>
      `The journal can't be written any further (${reasonOfSystem(reason)}), so nothing more was begun`,
    hint: () => "make room and apply again: it goes on from what is live",
    explain: `Each step is written down before it is begun and after it is done. When that fails in the middle, as on a
disk that is full, the request in flight is finished and nothing new is begun.`,
  }),
  "journal-unreadable": entry<
    OfPath & { readonly problem: UnreadableJournal; readonly reason: string | null }
  >({
    severity: "error",
    title: "journal that can't be read",
    message: ({ path, problem, reason }) =>
      `can't use the journal ${path}: ${problem === "unreadable" ? explainReason(reason ?? "").why : damages[problem]}`,
    hint: () => "plan again to see how things are; applying goes on from what is live",
    explain: `A journal is made by \`apply\`, \`destroy\` and \`rollback\` below .signpost/journal. Each of its
lines holds a sum over itself and the line before it, so that one which was changed is refused as a whole. Only its
last line may be cut off, as it is when the machine lost its power.`,
  }),
  "journal-cut": entry<OfPath>({
    severity: "warning",
    title: "journal with half a line at its end",
    message: ({ path }) => `The last line of ${path} was only half written, and is left out`,
    explain: `The run ended while it wrote that line. What was in flight may have been done or not: what is live is
compared with both.`,
  }),
  "journal-finished": entry<OfPath>({
    severity: "warning",
    title: "journal of a run that came to its end",
    message: ({ path }) => `${path} came to its end, so there is nothing to go on with`,
    hint: ({ path }) => `signpost rollback ${quoteForShell(path)} takes it back`,
    explain: `A journal whose last line says that all was done is the receipt of its run. \`signpost plan\` shows whether
anything is left to do.`,
  }),
  "journal-nothing-done": entry<OfPath>({
    severity: "warning",
    title: "journal of a run that wrote nothing",
    message: ({ path }) => `By its journal ${path} that run wrote nothing, so there is nothing to take back`,
    explain: `Each step is written down before it is begun. A run of which none was begun, or of which what was begun was
refused, left everything as it was. What stands there now came from another run, which has a journal of its own.`,
  }),
  "journal-policy-gone": entry<
    OfJournal & {
      readonly zone: string;
      readonly file: string;
      /** The provider that the policy doesn't go to any more; null where the policy isn't there. */
      readonly elsewhere: string | null;
    }
  >({
    severity: "error",
    title: "policy of a journal that is gone",
    message: ({ path, policy, zone, file, elsewhere }) =>
      `${path} is about the policy ${policy} of ${zone}${elsewhere === null ? `, which isn't in ${file} any more` : ` at ${elsewhere}, where ${file} doesn't send it any more`}`,
    hint: ({ file, elsewhere }) =>
      elsewhere === null
        ? `bring ${file} back, or run this where it is`
        : `name ${elsewhere} under its providers again, until this is done`,
    explain: `\`apply --resume\` and \`rollback\` read the policy again, for its provider's settings, its endpoints' names
and its guards.`,
  }),
  "journal-policy-changed": entry<OfJournal>({
    severity: "error",
    title: "policy changed since the journal was written",
    message: ({ path, policy }) =>
      `The policy ${policy} no longer means what it did when ${path} was begun, so there is no rest to go on with`,
    hint: ({ path }) =>
      `signpost plan shows what the policy wants now; signpost rollback ${quoteForShell(path)} goes back`,
    explain: `\`apply --resume\` finishes what was reviewed, and nothing else. A policy that was changed meanwhile wants
something else: plan and apply it, which goes on from what is live. How the file is written makes no difference.`,
  }),
  "journal-other-zone": entry<OfPath & { readonly written: string; readonly found: string }>({
    severity: "error",
    title: "journal of another zone",
    message: ({ path, written, found }) =>
      `${path} is about the zone ${written}, and these credentials lead to ${found}`,
    hint: () => "are these the credentials of the right account?",
    explain: `A zone of the same name in another account, or one that was made anew, is another zone.`,
  }),
  "journal-of-rollback": entry<OfPath & { readonly undoes: string }>({
    severity: "error",
    title: "journal of a rollback",
    message: ({ path }) => `${path} was written by a rollback, which is gone on with by rolling back again`,
    hint: ({ undoes }) => `signpost rollback ${quoteForShell(undoes)}`,
    explain: `A rollback compares what is live with both sides of a journal, so that doing it again finishes it.`,
  }),
  "journal-renames": entry<OfJournal & { readonly former: string; readonly provider: string }>({
    severity: "error",
    title: "rollback of a rename",
    message: ({ path, policy, former, provider }) =>
      `${path} is of a run that renamed the policy ${former} to ${policy}, and at ${provider} no rollback takes a rename back: it stays`,
    hint: ({ policy, former }) =>
      `to go back, write the policy as it was before, with name: ${former} and formerly: [${policy}], and apply that`,
    explain: `At some vendors, objects are called by the policy's name, and a journal holds them under their new names
alone. So a run that takes over what a former name marks isn't taken back, not even in part. The policy as it was,
renamed once more, takes everything back in place.`,
  }),
  "journal-moved": entry<OfPath & { readonly zone: string; readonly moved: readonly string[] }>({
    severity: "error",
    title: "changed by somebody since the journal was written",
    message: ({ path, zone, moved }) =>
      `${zone} is no longer as ${path} left it: ${moved.join(", ")}; nothing was overwritten`,
    hint: () => "plan to see what is there now, and decide what is to stay",
    explain: `\`apply --resume\` and \`rollback\` compare what is live with what the journal says. What is neither as it was
before nor as it was to become was changed by somebody else, and that change is not theirs to undo.`,
  }),
} as const;
