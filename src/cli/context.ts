/** What every command is given. */
import type { FileFormat, FormatName } from "../report/formats.ts";
import type { Io } from "./io.ts";

export interface Context {
  readonly io: Io;
  /** Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** What is being written right now, for whoever ends it at once. */
  readonly inFlight: InFlight;
}

export interface InFlight {
  /** The step whose outcome isn't known yet. */
  title: string | null;
  /** As it is shown. */
  journal: string | null;
  /** The journal that a rollback takes back, as it was named; null for all else. */
  undoes: string | null;
}

export type OutputFormat = "human" | "json";

/** Where the report of a command goes: to the terminal in a format, and into files. */
export type ReportOutput = {
  readonly format: "human" | FormatName;
} & { readonly [F in FileFormat as `out${Capitalize<F>}`]?: string };
