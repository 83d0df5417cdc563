/** What has to be said before names are deleted: on a terminal a name that is typed, elsewhere one flag for each. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isAnswered, labelOf } from "../plan/guarded.ts";
import { printable } from "../report/text.ts";
import type { WrittenAllowance } from "./allow.ts";
import type { PreparedFile } from "./prepare.ts";

/** A public name that goes, and by what it can be called. */
interface Leaving {
  readonly label: string;
  readonly name: string;
  readonly policy: string;
  /** Whether somebody gets an answer from it now, or it can't be told. */
  readonly isAnswered: boolean;
}

/** The names that these plans delete, each once. */
function findLeaving(plans: readonly PreparedFile[]): readonly Leaving[] {
  const found = new Map<string, Leaving>();
  for (const { prepared } of plans) {
    const { names, policy, zone } = prepared.plan;
    for (const { name, status, traffic } of names) {
      if (status !== "removed") continue;
      const known = found.get(name)?.isAnswered ?? false;
      found.set(name, {
        label: labelOf({ zone: zone.name }, name),
        name,
        policy,
        isAnswered: isAnswered(traffic) || known,
      });
    }
  }
  return [...found.values()];
}

/** A policy may be called as one of its names is: then one name was meant, and not all. */
function covers({ target }: WrittenAllowance, one: Leaving, leaving: readonly Leaving[]): boolean {
  const isName = leaving.some(({ label, name }) => [label, name].includes(target));
  return isName ? [one.label, one.name].includes(target) : one.policy === target;
}

/**
 * The names for which nobody has said that they may go, and what was said of none.
 *
 * @param needed - whether it has to be said at all: on a terminal it is typed instead
 */
export function judgeConsent(
  plans: readonly PreparedFile[],
  consents: readonly WrittenAllowance[],
  needed: boolean,
): readonly Diagnostic[] {
  const leaving = findLeaving(plans);
  const unsaid = leaving.filter((one) => !consents.some((consent) => covers(consent, one, leaving)));
  const unused = consents.filter((consent) => !leaving.some((one) => covers(consent, one, leaving)));
  return [
    ...unused.map(({ guard, target }) => diagnose("allow-unused", { guard, target }, null)),
    ...(needed && unsaid.length > 0
      ? [
          diagnose(
            "destroy-unallowed",
            {
              names: unsaid.map(({ label }) => label),
              policies: [...new Set(unsaid.map(({ policy }) => policy))].filter((policy) =>
                leaving.every(({ label, name }) => ![label, name].includes(policy)),
              ),
            },
            null,
          ),
        ]
      : []),
  ];
}

/** What is to be typed for a yes, and what goes with it; null where a plain yes will do, since nobody is answered. */
export function wordFor(
  plans: readonly PreparedFile[],
): { readonly word: string; readonly question: string } | null {
  const answered = findLeaving(plans).filter(({ isAnswered }) => isAnswered);
  if (answered.length === 0) return null;
  const word = [...new Set(answered.map(({ policy }) => policy))].join(" ");
  const names = answered.map(({ name }) => printable(name));
  const shown =
    names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
  return {
    word,
    question: `Nobody will get an answer from ${shown} any more.\nType ${word} to destroy this: `,
  };
}
