/** What is said about saved plans, and about approvals of a change. */
import { entry, type NoArgs } from "./entry.ts";
import type { OfPath } from "./files.ts";

/** An object that is no longer as it was planned. */
export interface Moved {
  readonly key: string;
  readonly how: "changed" | "gone" | "new";
  readonly attributes: readonly {
    readonly attribute: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const planAgain = "plan again, and have that reviewed";

export const planFileEntries = {
  "plan-unreadable": entry<OfPath & { readonly detail: string }>({
    severity: "error",
    title: "File that is no saved plan",
    message: ({ path, detail }) => `${path} can't be read as a saved plan: ${detail}`,
    hint: () => "make one with signpost plan -o FILE.plan.json",
    explain: `\`signpost plan -o web.plan.json\` writes a plan down, and \`signpost show\` and \`signpost apply\` read it.
schemas/plan.schema.json has its shape; whatever hasn't is refused before anything is made of it.`,
  }),
  "plan-format": entry<OfPath & { readonly format: string }>({
    severity: "error",
    title: "Saved plan of another format",
    message: ({ path, format }) =>
      `${path} has format ${format}, and this version of Signpost knows format 1`,
    hint: () => "plan again with this version, or use the one that wrote it",
    explain: `The number says how a saved plan is to be read. What another format means is not guessed at.`,
  }),
  "plan-tampered": entry<OfPath>({
    severity: "error",
    title: "Saved plan that was changed",
    message: ({ path }) => `${path} is not as it was saved: its content doesn't fit its digest`,
    hint: () => planAgain,
    explain: `A saved plan holds a digest of all that is in it, and one of what would change. Where they don't fit, the
file was edited, or cut off on its way, and what a reviewer saw is not what is there.

The digests say that a file is whole, not who made it: whoever can write the file can write a plan of his own.`,
  }),
  "plan-expired": entry<OfPath & { readonly at: string }>({
    severity: "error",
    title: "Saved plan that has expired",
    message: ({ path, at }) => `${path} expired at ${at}`,
    hint: () => planAgain,
    explain: `A saved plan may be applied for 24 hours, or for as long as \`plan --expires 4h\` said, at most 7 days. What
was approved long ago was approved for another day's traffic.`,
  }),
  "plan-policy-changed": entry<OfPath & { readonly policy: string; readonly isGone: boolean }>({
    severity: "error",
    title: "Policy that changed since it was planned",
    message: ({ path, policy, isGone }) =>
      isGone
        ? `The policy ${policy} was planned from ${path}, which can't be read from here`
        : `The policy ${policy} in ${path} is no longer what was planned`,
    hint: ({ isGone }) => (isGone ? "run this in the directory in which it was planned" : planAgain),
    explain: `A saved plan is applied together with the policy that it was made from: the file and all that it includes
are read again, and must say the same. Comments, layout and the order of keys don't count.`,
  }),
  "plan-elsewhere": entry<{
    readonly provider: string;
    readonly planned: string;
    readonly actual: string;
  }>({
    severity: "error",
    title: "Saved plan for another zone or account",
    message: ({ provider, planned, actual }) =>
      `This was planned for ${planned} at ${provider}, and the credentials lead to ${actual}`,
    hint: () => "use the credentials with which it was planned, or plan again with these",
    explain: `Zones of one name can exist several times: in a staging account and in the real one, or as a public and a
private one. What was approved for one of them says nothing about another.`,
  }),
  "plan-moved": entry<{ readonly provider: string; readonly zone: string; readonly moved: readonly Moved[] }>(
    {
      severity: "error",
      title: "Zone that changed since it was planned",
      message: ({ provider, zone, moved }) =>
        `Since this was planned, somebody changed ${moved.length === 1 ? "what is" : `${moved.length} things that are`} live in ${zone} at ${provider}`,
      details: ({ moved }) => tellAll(moved),
      hint: () =>
        "plan again to see what that makes of it; where it was an apply of this plan that broke off, signpost apply --resume with its journal goes on",
      explain: `A saved plan holds a digest of everything that was there for its names. Before it is applied, all of it is
read again. What somebody changed meanwhile is shown, as it was planned and as it is now, and nothing is written:
what was approved was another change.`,
    },
  ),
  "plan-applied": entry<NoArgs>({
    severity: "error",
    title: "Saved plan that was applied already",
    message: () => "This plan has been applied already: everything is as the policy says",
    hint: () => "there is nothing to do",
    explain: `A saved plan is for one change, from what was there when it was made. Applied once, it is used up: should
somebody undo that change later, the same plan doesn't make it again.`,
  }),
  "change-differs": entry<{ readonly expected: string; readonly actual: string }>({
    severity: "error",
    title: "Change that is not the expected one",
    message: ({ expected, actual }) => `What would change is ${actual}, and ${expected} was expected`,
    hint: () => "have the plan above reviewed, and expect its digest",
    explain: `\`signpost plan\` prints a digest of what would change: where each thing is, what it was and what it becomes.
\`signpost apply --expect sha256:…\` applies a fresh plan if its digest is that one, and nothing else; a saved plan
is held to its own. The digest is the same whenever the same is planned, and differs when zone or policy do.`,
  }),
  "change-made": entry<{ readonly expected: string; readonly actual: string }>({
    severity: "warning",
    title: "Change that is made already",
    message: ({ expected }) => `Nothing is left to change, so ${expected} was not made again`,
    hint: () => "the zone is as the policy says; there is nothing to do",
    explain: `\`apply --expect\` found that the zone is what the policy wants. Most likely this is the second run of the
same command, and the first one made the change. Nothing was written.`,
  }),
  "plan-not-saved": entry<OfPath>({
    severity: "error",
    title: "Plan that can't be approved",
    message: ({ path }) => `${path} was not written: a plan that can't be applied can't be approved either`,
    hint: () => "settle what blocks it, and plan again",
    explain: `\`plan -o\` saves a plan so that exactly it is applied later. One that is refused, or that a provider is
missing from, is shown all the same, but not saved.`,
  }),
  "plan-not-overwritten": entry<OfPath>({
    severity: "error",
    title: "File that is no plan, where one would be saved",
    message: ({ path }) => `${path} is there already and is no saved plan, so it was left as it is`,
    hint: () => "name another file, or move this one away",
    explain: `\`plan -o\` writes over an older plan, and over nothing else.`,
  }),
} as const;

/** Nobody reads more of them. */
const mostTold = 20;

function tellAll(moved: readonly Moved[]): readonly string[] {
  const told = moved.slice(0, mostTold).flatMap(tellMoved);
  return moved.length > mostTold ? [...told, `and ${moved.length - mostTold} more`] : told;
}

function tellMoved({ key, how, attributes }: Moved): readonly string[] {
  if (how === "gone") return [`- ${key}  is gone`];
  if (how === "new") return [`+ ${key}  is new`];
  const what = attributes.map(
    ({ attribute, before, after }) => `${attribute} ${before ?? "none"} → ${after ?? "none"}`,
  );
  return [`~ ${key}  ${what.length === 0 ? "changed" : what.join(", ")}`];
}
