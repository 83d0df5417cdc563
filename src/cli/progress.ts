/** Progress on stderr: a live line on a terminal, plain lines elsewhere. */
import type { WriteStep } from "../provider/connection.ts";
import { printable } from "../report/text.ts";
import type { Context } from "./context.ts";

export interface ShownProgress {
  readonly step: (step: WriteStep) => void;
  readonly end: () => void;
}

/** Seconds between two plain lines that say that we still wait. */
const heartbeat = 10;

export function showProgress({ io }: Context): ShownProgress {
  const clear = io.live ? "\r\u001b[2K" : "";
  let lastBeat = 0;
  return {
    step(step) {
      const title = printable(step.title);
      const { dim, green } = io.paint.err;
      if (step.kind === "done") io.err(`${clear}${green("✓")} ${title}\n`);
      else if (step.kind === "told") io.err(`${clear}${dim("·")} ${title}\n`);
      else if (step.kind === "undone") io.err(`${clear}${dim("·")} taken back: ${title}\n`);
      else if (io.live) {
        const seconds =
          step.kind === "waiting" ? `waiting for ${title}, ${Math.round(step.seconds)} s` : title;
        io.err(`${clear}${dim(`… ${seconds}`.slice(0, io.width - 1))}`);
      } else if (step.kind === "waiting" && step.seconds - lastBeat >= heartbeat) {
        lastBeat = step.seconds;
        io.err(`… waiting for ${title}, ${Math.round(step.seconds)} s\n`);
      }
    },
    end: () => io.err(clear),
  };
}
