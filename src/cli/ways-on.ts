/** What can be done about a run that broke off. Every start loads this, so it knows of journals their paths alone. */
import { quoteForShell } from "../diagnostic/quote-for-shell.ts";
import { printable } from "../report/text.ts";

/** The two ways from a run that broke off. */
export function goOnWith(journal: string, undoes: string | null = null): string {
  const path = printable(quoteForShell(journal));
  const rest = undoes === null ? `apply --resume ${path}` : `rollback ${printable(quoteForShell(undoes))}`;
  return `To go on:   signpost ${rest}\n${goBackFrom(journal)}`;
}

/** The way back from a run that is done, or from what is done of it. */
export function goBackFrom(journal: string): string {
  return `To go back: signpost rollback ${printable(quoteForShell(journal))}\n`;
}
