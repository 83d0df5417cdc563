/**
 * Every sentence about a user's mistake, once. The files beside it hold one room each; here they
 * become one table, and its keys the closed set of codes.
 */
import { changesEntries } from "./catalogue/changes.ts";
import { cliEntries } from "./catalogue/cli.ts";
import { cloudflareEntries } from "./catalogue/cloudflare.ts";
import { cloudflareTreeEntries } from "./catalogue/cloudflare-trees.ts";
import { commandEntries } from "./catalogue/commands.ts";
import type { Entry } from "./catalogue/entry.ts";
import { equivalenceEntries } from "./catalogue/equivalence.ts";
import { filesEntries } from "./catalogue/files.ts";
import { guardsEntries } from "./catalogue/guards.ts";
import { importEntries } from "./catalogue/import.ts";
import { journalEntries } from "./catalogue/journal.ts";
import { lintEntries } from "./catalogue/lint.ts";
import { namesEntries } from "./catalogue/names.ts";
import { planEntries } from "./catalogue/plan.ts";
import { planFileEntries } from "./catalogue/plan-file.ts";
import { policyEntries } from "./catalogue/policy.ts";
import { promisesEntries } from "./catalogue/promises.ts";
import { proofEntries } from "./catalogue/proof.ts";
import { providerEntries } from "./catalogue/provider.ts";
import { route53Entries } from "./catalogue/route53.ts";
import { sandboxEntries } from "./catalogue/sandbox.ts";
import { settingsEntries } from "./catalogue/settings.ts";
import { shapeEntries } from "./catalogue/shape.ts";
import { sourceEntries } from "./catalogue/source.ts";
import { steeringEntries } from "./catalogue/steering.ts";
import { timelineEntries } from "./catalogue/timeline.ts";

const entries = {
  ...sourceEntries,
  ...filesEntries,
  ...shapeEntries,
  ...namesEntries,
  ...policyEntries,
  ...promisesEntries,
  ...proofEntries,
  ...steeringEntries,
  ...lintEntries,
  ...changesEntries,
  ...settingsEntries,
  ...route53Entries,
  ...cloudflareEntries,
  ...cloudflareTreeEntries,
  ...providerEntries,
  ...equivalenceEntries,
  ...planEntries,
  ...importEntries,
  ...guardsEntries,
  ...planFileEntries,
  ...cliEntries,
  ...sandboxEntries,
  ...commandEntries,
  ...timelineEntries,
  ...journalEntries,
};

/** The stable name of a sort of mistake, such as `unknown-endpoint`. */
export type Code = keyof typeof entries;

/** What the sentence of each code is made from. */
export type ArgsByCode = {
  readonly [C in Code]: (typeof entries)[C] extends Entry<infer A> ? A : never;
};

/** What the sentence of this code is made from. */
export type ArgsOf<C extends Code> = ArgsByCode[C];

/** The table, typed so that an entry and the arguments of the same code fit each other. */
export const catalogue: { readonly [C in Code]: Entry<ArgsByCode[C]> } = entries;

/** Tells a code from any other text. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
