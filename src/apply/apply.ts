/** Carrying out a plan. */

import { diagnose } from "../diagnostic/diagnose.ts";
import type { Prepared } from "../plan/plan.ts";
import type { Wait, WriteStep, Written } from "../provider/connection.ts";
import { type Journal, type JournalEvent, writtenOf } from "./journal.ts";

export interface ApplyOptions {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  readonly onProgress: (step: WriteStep) => void;
  /** Where each step is written down before and after it. */
  readonly journal?: Journal;
  /** Milliseconds since 1970, for the journal. */
  readonly now?: () => number;
}

export interface Applied extends Written {
  /** Something was written before it failed. */
  readonly partly: boolean;
}

/** Writes the changes of a plan that nothing refuses. Never throws for what the vendor does. */
export async function applyPlan(prepared: Prepared, options: ApplyOptions): Promise<Applied> {
  const { connection, changes, target, snapshot, plan } = prepared;
  if (plan.refusals.length > 0) throw new Error("a refused plan must not be applied");
  const writing = openWriting(options);
  const { wait } = options;
  const { signal, onProgress } = writing;
  const found = await connection.write(changes, target.compiled, snapshot, { wait, signal, onProgress });
  const written = writing.end(found);
  return { ...written, partly: written.failure !== null && written.done.length > 0 };
}

/** What can't be written down isn't done: then nothing more is begun, as after Ctrl-C. */
function openWriting({ journal, signal, onProgress, now = () => 0 }: ApplyOptions) {
  const stop = new AbortController();
  let problem: string | null = null;
  const record = (event: JournalEvent) => {
    if (problem !== null) return;
    try {
      journal?.record(event, now());
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      problem = String(error.code);
      stop.abort();
    }
  };
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    onProgress(step: WriteStep) {
      if (step.kind === "started") {
        const { title, keys = [], passing = [] } = step;
        record({ event: "started", title, keys, passing: passing.map(writtenOf) });
      } else if (step.kind === "done") {
        record({ event: "done", title: step.title, keys: step.keys ?? [] });
      } else if (step.kind === "undone" || step.kind === "told") {
        record({ event: step.kind, title: step.title });
      }
      onProgress(step);
    },
    end(written: Written): Written {
      const { failure } = written;
      const isInterrupted = failure?.kind === "interrupted";
      // What came to its end by itself did, whatever can be written down of it.
      const stopped = problem;
      if (failure !== null && !isInterrupted) record({ event: "failed", title: failure.title });
      const outcome = failure === null ? "done" : isInterrupted ? "interrupted" : "failed";
      record({ event: "ended", outcome });
      journal?.close();
      if (failure === null || stopped === null || !isInterrupted) return written;
      const diagnostic = diagnose("journal-stopped", { reason: stopped }, null);
      return { ...written, failure: { ...failure, diagnostic, kind: "rejected" } };
    },
  };
}
