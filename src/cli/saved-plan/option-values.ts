/** What options about saved plans and approvals take. */
import { InvalidArgumentError } from "commander";
import { isDigest, longestLifetime } from "../../plan/file/limits.ts";

const secondsByUnit: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** `4h`, `90m` or `2d`, in seconds. Throws commander's error, which names the option. */
export function parseLifetime(text: string): number {
  const { amount = "", unit = "" } = /^(?<amount>\d{1,5})(?<unit>[mhd])$/u.exec(text)?.groups ?? {};
  const seconds = Number(amount) * (secondsByUnit[unit] ?? Number.NaN);
  if (seconds > 0 && seconds <= longestLifetime) return seconds;
  throw new InvalidArgumentError("Write a time up to 7d, such as 4h, 90m or 2d.");
}

/** A digest of a change. Throws commander's error, which names the option. */
export function parseDigest(text: string): string {
  if (isDigest(text)) return text;
  throw new InvalidArgumentError("Write the whole digest that signpost plan prints: sha256: and 64 digits.");
}
