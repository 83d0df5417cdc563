import type { TrafficRow } from "../traffic.ts";
import type { GuardedName } from "./guard.ts";

export interface LostAnswers {
  /** Classes of clients that get an answer now and would get none. */
  readonly clients: readonly string[];
  /** Whether that is everybody who gets one. */
  readonly all: boolean;
}

/** Who would be left without an answer. */
export function findLostAnswers({ traffic }: Pick<GuardedName, "traffic">): LostAnswers {
  const answered = traffic.flatMap(({ rows }) => rows).filter(({ now }) => now?.length !== 0);
  const lost = answered.filter(isLost);
  return {
    clients: [...new Set(lost.flatMap(({ clients }) => clients))],
    all: lost.length > 0 && lost.length === answered.length,
  };
}

/** Whether clients get something now and nothing after; what can't be told is no loss. */
export function isLost({ now, after }: TrafficRow): boolean {
  return now !== null && now.length > 0 && after?.length === 0;
}
