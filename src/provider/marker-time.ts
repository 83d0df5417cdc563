/** When a marker was written: whole minutes, since nothing that is timed by it is shorter. */

/** `now` in milliseconds since 1970. */
export function writeMinutes(now: number): string {
  return String(Math.floor(now / 60_000));
}

/** Milliseconds since 1970; null for what is no time. */
export function readMinutes(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) * 60_000 : null;
}
