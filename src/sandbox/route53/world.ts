import type { PlaceFinder } from "../places/place.ts";
import type { StoredHealthCheck } from "./state.ts";

/** What a checker saw last. */
export interface Observation {
  readonly healthy: boolean;
  /** In Route 53's words, such as "Success: HTTP Status Code 200, OK". */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What Route 53 sees outside of itself: endpoints, clients, and chance. */
export interface World {
  /** Whether a health check counts as healthy; one that is unknown does. */
  readonly isAlive: (healthCheckId: string) => boolean;
  /** What an endpoint's check saw last, null before its first report. */
  readonly observe: (check: StoredHealthCheck) => Observation | null;
  /** The last failure, null when there was none. */
  readonly lastFailure: (check: StoredHealthCheck) => Observation | null;
  readonly find: PlaceFinder;
  /** 0 to below 1. */
  readonly random: () => number;
}
