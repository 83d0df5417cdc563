/** Ctrl-C and SIGTERM. Once: finish the request in flight and start nothing new. Twice: end at once. */

import { printable } from "../report/text.ts";
import type { InFlight } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { goOnWith, tellWays } from "./ways-on.ts";

export interface Signals {
  readonly signal: AbortSignal;
  /** From now on a signal is caught; commands that only compute end the usual way. */
  arm(): void;
  disarm(): void;
  /** The exit code of the signal that came, null when none did. */
  received(): ExitCode | null;
}

/** @param inFlight - what is being written, for whoever ends it at once */
export function trapSignals(io: Io, inFlight: InFlight): Signals {
  const controller = new AbortController();
  let received: ExitCode | null = null;
  const handlers = {
    SIGINT: () => handle("SIGINT", exitCodes.interrupted),
    SIGTERM: () => handle("SIGTERM", exitCodes.terminated),
  } as const;

  function handle(name: keyof typeof handlers, exitCode: ExitCode): void {
    if (received !== null) {
      disarm();
      // Streams to terminals, files and pipes are written at once, so this is out before the end.
      io.err(tellUnknown(inFlight));
      // Nobody listens any more, so this ends the process as the shell expects it.
      process.kill(process.pid, name);
      return;
    }
    received = exitCode;
    io.err(
      "\nInterrupted: what is in flight is finished, and nothing new is begun. Once more ends at once.\n",
    );
    controller.abort();
  }

  function disarm(): void {
    process.off("SIGINT", handlers.SIGINT);
    process.off("SIGTERM", handlers.SIGTERM);
  }

  return {
    signal: controller.signal,
    arm: () => {
      process.on("SIGINT", handlers.SIGINT);
      process.on("SIGTERM", handlers.SIGTERM);
    },
    disarm,
    received: () => received,
  };
}

function tellUnknown({ title, journal, undoes }: InFlight): string {
  const way = journal === null ? "" : tellWays(goOnWith(journal, undoes));
  if (title === null) return `\nEnded at once.\n${way}`;
  return `\nEnded at once: whether it was done is not known: ${printable(title)}\n${way}`;
}
