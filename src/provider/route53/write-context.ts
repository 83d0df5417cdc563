import type { Snapshot, Zone } from "../connection.ts";
import type { Compiled } from "../resource.ts";
import type { Route53Api } from "./client.ts";

/** What writing needs beside the changes. Clock and sleep come from the edge. */
export interface WriteContext {
  readonly api: Route53Api;
  readonly zone: Zone;
  readonly policy: string;
  readonly formerly: readonly string[];
  readonly compiled: Compiled;
  readonly snapshot: Snapshot;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when interrupted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}
