/** The day, as 2026-12-31, in UTC: waivers hold until one. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
