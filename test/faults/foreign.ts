/** A write of somebody else, right before one of our requests. */

import type { ObservedRequest } from "../../src/sandbox/observed-request.ts";

/** A request as the vendor got it. */
export interface Asked extends ObservedRequest {
  readonly operation: string;
  readonly body: unknown;
}

export interface ForeignWrite {
  /** What was written, as it stands in what is read afterwards and nowhere else. */
  readonly sign: string;
  /** Whether it still is as written. */
  isThere(): Promise<boolean>;
  /** Takes away what was put where nothing of ours was. */
  clear(): Promise<void>;
}
