import { diagnose } from "../../diagnostic/diagnose.ts";
import { addressOf } from "../../steering/health.ts";
import { endpointsOf } from "../../steering/walk.ts";
import { findWatched } from "../watched.ts";
import { isTouched } from "./apex.ts";
import { type Guard, severityUnder } from "./guard.ts";

/** Endpoints that are checked now, stay, and would not be checked any more. */
export const checkRemoved: Guard = ({ names, worlds }) =>
  names.flatMap((guarded) => {
    const { name, label, steered } = guarded;
    // Of what isn't touched, no endpoint can lose its check; another one may have the same address and have one.
    if (steered === null || !isTouched(guarded)) return [];
    const { record, tree } = steered;
    const unchecked = endpointsOf(tree).filter(({ check }) => check === null);
    if (unchecked.length === 0) return [];
    const watched = findWatched(worlds.live, worlds.provider, name, record.types);
    const found = unchecked.filter((endpoint) =>
      [...record.types.map((type) => addressOf(endpoint, type)), endpoint.alias?.dnsName].some(
        (address) => typeof address === "string" && watched.has(address),
      ),
    );
    const [first] = found;
    if (first === undefined) return [];
    const endpoints = [...new Set(found.map((endpoint) => endpoint.name))];
    return [
      {
        target: label,
        value: endpoints.length,
        limit: 0,
        tell: (permit) => {
          const args = { target: label, endpoints, permit };
          return diagnose("guard-check-removed", args, first.origin, severityUnder(permit));
        },
      },
    ];
  });
