/** Somebody who asks. */
import type { ClientPlace } from "./geography.ts";
import type { Rank } from "./ranking.ts";

export interface Client extends ClientPlace {
  /** As DNS sees it: the client subnet's, else the resolver's. Without one the client is in no network. */
  readonly address?: string;
  /** Without one, ranked members are in the order in which they are written. */
  readonly rank?: Rank;
}
