/** What every command is given. */
import type { Io } from "./io.ts";

export interface Context {
  readonly io: Io;
  /** Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

export type OutputFormat = "human" | "json";
