/** Exit codes: a contract with scripts. A number is never used for anything else. */
import type { FailureKind } from "../provider/connection.ts";

export const exitCodes = {
  done: 0,
  internalError: 1,
  differenceFound: 2,
  policyInvalid: 3,
  notAllowed: 4,
  refused: 5,
  stale: 6,
  partlyApplied: 7,
  declined: 8,
  conflict: 9,
  unavailable: 10,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The code of what went wrong at a vendor. */
export function exitCodeOf(kind: FailureKind): ExitCode {
  switch (kind) {
    case "auth":
      return exitCodes.notAllowed;
    case "conflict":
      return exitCodes.conflict;
    case "throttle":
    case "unavailable":
      return exitCodes.unavailable;
    case "rejected":
    case "notFound":
      return exitCodes.refused;
    case "interrupted":
      return exitCodes.interrupted;
  }
}

/** When several hold: partly applied first, then the signals, then whatever came first. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  const first: readonly ExitCode[] = [exitCodes.partlyApplied, exitCodes.interrupted, exitCodes.terminated];
  return (
    first.find((code) => codes.includes(code)) ??
    codes.find((code) => code !== exitCodes.done) ??
    exitCodes.done
  );
}
