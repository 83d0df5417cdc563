/** Cloudflare docs, "Rate limits": 1,200 requests in five minutes, then nothing for five minutes. */
const most = 1200;
const windowMs = 300_000;

export interface Limiter {
  /** Counts a request. */
  take(): Allowance;
}

export interface Allowance {
  /** Requests left in the window. */
  readonly left: number;
  /** Seconds until the window lets another one through, or the block ends. */
  readonly seconds: number;
  readonly blocked: boolean;
}

export function openLimiter(now: () => number): Limiter {
  let sent: number[] = [];
  let blockedUntil = 0;
  return {
    take() {
      const at = now();
      if (at < blockedUntil)
        return { left: 0, seconds: Math.ceil((blockedUntil - at) / 1000), blocked: true };
      sent = sent.filter((time) => time > at - windowMs);
      if (sent.length >= most) {
        blockedUntil = at + windowMs;
        return { left: 0, seconds: windowMs / 1000, blocked: true };
      }
      sent.push(at);
      const first = sent[0] ?? at;
      return { left: most - sent.length, seconds: Math.ceil((first + windowMs - at) / 1000), blocked: false };
    },
  };
}

/** The headers of every answer. */
export function describeAllowance({ left, seconds }: Allowance): Readonly<Record<string, string>> {
  return {
    Ratelimit: `"default";r=${left};t=${seconds}`,
    "Ratelimit-Policy": `"default";q=${most};w=${windowMs / 1000}`,
  };
}
