import type { Origin } from "../policy/policy.ts";

/** The place of a key of an entity. Where it isn't written, the entity's own. */
export function below(origin: Origin, key: string): Origin {
  return { ...origin, pointer: `${origin.pointer}/${key}`, on: "value" };
}
