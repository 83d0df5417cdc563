/** The order in which the keys of a policy file are written. */
import { expectationAt } from "./schema.ts";

/**
 * The keys of the mapping at the end of a way from the root: in the schema's order, but a record's `to`
 * last, since it is long. Empty where people choose the names.
 */
export function orderKeys(path: readonly string[]): readonly string[] {
  const { keys } = expectationAt(path);
  const isRecord = path.length === 2 && path[0] === "records";
  return isRecord ? [...keys.filter((key) => key !== "to"), "to"] : keys;
}
