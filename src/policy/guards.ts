/** The guards that plans are held to, and the limits that a policy gives them. */
import { readKey, readNumber, type Written } from "./written.ts";

/** In the order in which they look at a plan. */
export const guardNames = [
  "stranger",
  "max-delete",
  "last-answer",
  "max-shift",
  "apex",
  "wildcard",
  "check-removed",
  "failover-slower",
  "ttl-jump",
  "foreign-member",
] as const;
export type GuardName = (typeof guardNames)[number];

/** Of the guards that have one. The first two are in percent, the others factors. */
const limits = { "max-shift": 50, "max-delete": 30, "ttl-jump": 10, "failover-slower": 2 } as const;
export type GuardLimits = Readonly<Record<keyof typeof limits, number>>;

/** Tells the name of a guard from any other text. */
export function isGuardName(text: string): text is GuardName {
  return guardNames.some((name) => name === text);
}

/** Reads the limits. What has the wrong shape was told by the schema. */
export function resolveGuards(section: Written | null): GuardLimits {
  const read = (name: keyof GuardLimits) =>
    (section === null ? null : readNumber(readKey(section, name))) ?? limits[name];
  return {
    "max-shift": read("max-shift"),
    "max-delete": read("max-delete"),
    "ttl-jump": read("ttl-jump"),
    "failover-slower": read("failover-slower"),
  };
}
