/** How far a write has come: what is done, what is left, and the lines that tell it. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { WriteOptions, Written } from "./connection.ts";
import { ProviderError } from "./provider-error.ts";
import type { Resource } from "./resource.ts";

export class Progress {
  private readonly options: Pick<WriteOptions, "signal" | "onProgress">;
  private done: string[] = [];
  private left: string[] = [];
  private current = "";

  constructor(options: Pick<WriteOptions, "signal" | "onProgress">) {
    this.options = options;
  }

  /** Everything that is going to be done, in order. */
  plan(titles: readonly string[]): void {
    this.left = [...titles];
  }

  /**
   * Runs one step. When the user has interrupted, it isn't started.
   *
   * @param keys - of the resources that are as they are wanted when it is done
   * @param passing - what it makes of others, which a later step changes again
   */
  async run<T>(
    title: string,
    keys: readonly string[],
    step: () => Promise<T>,
    passing: readonly Resource[] = [],
  ): Promise<T> {
    this.current = "interrupted between two steps";
    this.stopIfInterrupted();
    this.options.onProgress({ kind: "started", title, keys, passing });
    // Whoever was told may have found that it can't be written down.
    this.stopIfInterrupted();
    this.current = title;
    const result = await step();
    this.left = this.left.filter((other) => other !== title);
    this.done.push(title);
    this.options.onProgress({ kind: "done", title, keys, passing });
    return result;
  }

  /** Waiting begins; a line is told only if it lasts. */
  await(title: string): void {
    this.current = `waiting for ${title}`;
  }

  wait(title: string, seconds: number): void {
    this.await(title);
    this.stopIfInterrupted();
    this.options.onProgress({ kind: "waiting", title, seconds });
  }

  /** This step has been taken back. */
  forget(title: string): void {
    this.done = this.done.filter((other) => other !== title);
    this.options.onProgress({ kind: "undone", title });
  }

  /** This step isn't done after all, for a reason that is told. */
  leaveOut(step: string, reason: string): void {
    this.leave([step]);
    this.options.onProgress({ kind: "told", title: reason });
  }

  /** These steps are left to the next apply. */
  leave(titles: readonly string[]): void {
    this.left = this.left.filter((title) => !titles.includes(title));
  }

  finish(error: ProviderError | null): Written {
    if (error === null) return { done: this.done, notStarted: [], failure: null };
    return {
      done: this.done,
      notStarted: this.left.filter((title) => title !== this.current),
      failure: { title: this.current, diagnostic: error.diagnostic, kind: error.kind },
    };
  }

  /** Throws `ProviderError` when the user has interrupted. */
  stopIfInterrupted(): void {
    if (this.options.signal.aborted)
      throw new ProviderError("interrupted", diagnose("interrupted", {}, null));
  }
}
