/** How an import went, for people beside the file. */
import type { Imported } from "../import/import.ts";
import { count, printable } from "./text.ts";

/** More names than these are counted. */
const mostNamed = 5;

/** The lines on stderr: what was proved, and what was left where it is. */
export function renderImported({ records, proof, ignored, left }: Imported): readonly string[] {
  return [
    `Imported ${count(records.length, "name")}: ${listNames(records)}`,
    ...tellProof(proof, ignored),
    ...tellLeft(left),
  ];
}

function tellProof(proof: Imported["proof"], ignored: Imported["ignored"]): readonly string[] {
  if (proof === null) return ["Not proved: the policy can't be compiled as it is"];
  const { classes, states, exhaustive, differing, lastResort } = proof;
  const extent = `${count(classes, "class")} of clients × ${count(states, "health state")}${exhaustive ? "" : ", a sample of them"}`;
  if (differing.length > 0) {
    return [`Not the same: ${listNames(differing)} would answer something else than now, as the file says`];
  }
  const meanwhile =
    ignored.length === 0 ? "" : ` while ${listNames(ignored)} ${ignored.length === 1 ? "is" : "are"} healthy`;
  const but =
    lastResort.length === 0
      ? ""
      : `; ${listNames(lastResort)} differ${lastResort.length === 1 ? "s" : ""} where nothing is healthy`;
  return [`Proved: the policy answers as the zone does now${meanwhile}: ${extent}${but}`];
}

function tellLeft({ plain, helpers, owned }: Imported["left"]): readonly string[] {
  return [
    ...(plain.length === 0
      ? []
      : [
          `Left alone: ${plain.length} ${plain.length === 1 ? "name that steers" : "names that steer"} nothing; name what you want of them`,
        ]),
    ...(helpers.length === 0
      ? []
      : [
          `Came along as parts: ${listNames(helpers)}; the policy makes its own, so these may go once it is applied`,
        ]),
    ...(owned.length === 0
      ? []
      : [`Held by a policy: ${listNames(owned.map(({ name, policy }) => `${name} (${policy})`))}`]),
  ];
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map(printable);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}
