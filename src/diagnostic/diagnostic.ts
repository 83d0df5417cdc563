/**
 * A user's mistake, as data. Rooms say *what* is wrong (a code and its arguments) and *where* (a
 * place); the sentence is made from the catalogue and the line and column are looked up only when
 * somebody reads it.
 */
import type { ArgsOf, Code } from "./catalogue.ts";
import type { Severity } from "./severity.ts";

/** A value in a policy file, by JSON pointer; `on: "key"` means the name in front of the value. */
export interface Pointed {
  readonly file: string;
  readonly pointer: string;
  readonly on: "key" | "value";
}

/** A stretch of text that has no pointer, because the file could not be read as data. Offsets are UTF-16 units. */
export interface Stretch {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Place = Pointed | Stretch;

/** A diagnostic of one code. */
export type DiagnosticOf<C extends Code> = {
  readonly code: C;
  readonly severity: Severity;
  readonly args: ArgsOf<C>;
  /** Null where no file is to blame, such as an unreachable service. */
  readonly place: Place | null;
};

export type Diagnostic = { readonly [C in Code]: DiagnosticOf<C> }[Code];
