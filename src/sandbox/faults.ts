/** Troubles that a test can order, so that what comes after them is seen. */

export type FaultKind =
  /** 400 Throttling, at Cloudflare 429; nothing done. */
  | "throttle"
  /** 400 PriorRequestNotComplete, nothing done. Route 53 alone. */
  | "priorRequestNotComplete"
  /** 500, nothing done. */
  | "serverError"
  /** The request is carried out, and the connection closed instead of an answer. */
  | "lostReply"
  /** The request is carried out, and answered with 500. */
  | "lateError"
  /** The connection is closed before anything is done. */
  | "dropConnection"
  /** The answer comes late. */
  | "delay";

export interface Fault {
  /** The API's name, such as ChangeResourceRecordSets; at Cloudflare such as "POST pools" or "GET pools/id". */
  readonly operation: string;
  readonly kind: FaultKind;
  /** How many requests it hits. */
  readonly times: number;
  /** How many requests of the operation pass before it begins; none by default. */
  readonly beforeCount?: number;
  /** For `delay`; 100 by default. */
  readonly delayMs?: number;
  /** From the first hit on, all requests of any operation are hit for so long. */
  readonly lastingMs?: number;
}

/** Faults in order: those of one operation follow each other. */
export type FaultPlan = readonly Fault[];

/** What happens to one request. */
export interface Trouble {
  readonly kind: FaultKind;
  readonly delayMs: number;
}

const usualDelayMs = 100;

/** Makes the function that tells, request by request, which trouble is due. */
export function followPlan(plan: FaultPlan, now: () => number): (operation: string) => Trouble | null {
  const left = plan.map((fault) => ({ fault, wait: fault.beforeCount ?? 0, times: fault.times }));
  let lasting: { readonly until: number; readonly trouble: Trouble } | null = null;
  return (operation) => {
    if (lasting !== null && now() < lasting.until) return lasting.trouble;
    const due = left.find(({ fault, times }) => fault.operation === operation && times > 0);
    if (due === undefined) return null;
    if (due.wait > 0) {
      due.wait -= 1;
      return null;
    }
    due.times -= 1;
    const trouble = { kind: due.fault.kind, delayMs: due.fault.delayMs ?? usualDelayMs };
    if (due.fault.lastingMs !== undefined) lasting = { until: now() + due.fault.lastingMs, trouble };
    return trouble;
  };
}
