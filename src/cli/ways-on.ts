/** What can be done about a run that broke off. Every start loads this, so it knows of journals their paths alone. */
import { quoteForShell } from "../diagnostic/quote-for-shell.ts";
import { printable } from "../report/text.ts";

/** Commands, null where there is nothing to go on with, or nothing to take back. */
export interface WaysOn {
  readonly resume: string | null;
  readonly rollback: string | null;
}

/**
 * From a run that broke off.
 *
 * @param undoes - the journal that it takes back: who goes on takes that back once more
 * @param allow - with what that was let pass
 */
export function goOnWith(
  journal: string,
  undoes: string | null = null,
  allow: readonly { readonly guard: string; readonly target: string }[] = [],
): WaysOn {
  const again = allow.map(({ guard, target }) => ` --allow ${spell(`${guard}=${target}`)}`).join("");
  const on = undoes === null ? `apply --resume ${spell(journal)}` : `rollback ${spell(undoes)}${again}`;
  return { ...goBackFrom(journal), resume: `signpost ${on}` };
}

/** From a run that is done. */
export function goBackFrom(journal: string): WaysOn {
  return { resume: null, rollback: `signpost rollback ${spell(journal)}` };
}

/** A line for each. */
export function tellWays({ resume, rollback }: WaysOn): string {
  const on = resume === null ? "" : `To go on:   ${resume}\n`;
  return rollback === null ? on : `${on}To go back: ${rollback}\n`;
}

function spell(path: string): string {
  return printable(quoteForShell(path));
}
