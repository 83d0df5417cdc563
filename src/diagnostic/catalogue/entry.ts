import type { Severity } from "../severity.ts";

/** Everything that is said about one sort of mistake. The code is the entry's key in the catalogue. */
export interface Entry<A> {
  /** Unless the one who reports it knows better. */
  readonly severity: Severity;
  /** A noun phrase, without the particulars. */
  readonly title: string;
  /** One sentence with the particulars: what is wrong. */
  readonly message: (args: A) => string;
  /** What to write instead; null when there is nothing sensible to propose. */
  readonly hint?: (args: A) => string | null;
  /** Lines that belong under one another as they are, such as a small table. */
  readonly details?: (args: A) => readonly string[];
  /** For `signpost explain`: why it matters, with a small example. */
  readonly explain: string;
}

/** The arguments of a sentence that has no particulars. */
export type NoArgs = Readonly<Record<never, never>>;

/** Keeps the type of the arguments, which a plain object literal would lose. */
export function entry<A>(said: Entry<A>): Entry<A> {
  return said;
}
