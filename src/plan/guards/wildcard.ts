import { diagnose } from "../../diagnostic/diagnose.ts";
import { isTouched } from "./apex.ts";
import { type Guard, severityUnder } from "./guard.ts";

/** Any change of a wildcard. */
export const wildcard: Guard = ({ names }) =>
  names
    .filter((name) => name.name.startsWith("*.") && isTouched(name))
    .map(({ label, changes, origin }) => ({
      target: label,
      value: changes,
      limit: 0,
      tell: (permit) => {
        const args = { target: label, changes, permit };
        return diagnose("guard-wildcard", args, origin, severityUnder(permit));
      },
    }));
