/** Reading a timeline: `t=0 down eu-a; t=5m up eu-a`. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import { parseDuration } from "../policy/duration.ts";
import type { EndpointName, RecordType } from "../policy/policy.ts";
import { unitKeyOf } from "../steering/health.ts";
import type { SteeredEndpoint } from "../steering/tree.ts";
import type { Outage } from "./detection.ts";

/** A drawing of more would say nothing, and take long. */
const mostEvents = 100;
/** Seconds; a week. */
const longest = 604_800;

/**
 * Reads events, each a time and what happens then. Several are separated by `;` or stand in texts of their own.
 *
 * @param before - endpoints that are dead from the start
 */
export function readTimeline(
  texts: readonly string[],
  endpoints: readonly SteeredEndpoint[],
  type: RecordType,
  before: readonly string[],
): readonly Outage[] | Diagnostic {
  const events = texts
    .flatMap((text) => text.split(";").map((event) => event.trim()))
    .filter((event) => event !== "");
  if (events.length === 0) return diagnose("timeline-empty", {}, null);
  if (events.length > mostEvents) {
    return diagnose(
      "timeline-too-long",
      { what: `${events.length} events`, most: `${mostEvents} events` },
      null,
    );
  }
  const outages: Outage[] = [];
  // What shares an address and a check dies together, so one of them stands for all.
  const keyOf = (endpoint: SteeredEndpoint) => unitKeyOf(endpoint, type) ?? endpoint.name;
  const down = new Set(endpoints.filter(({ name }) => before.includes(name)).map(keyOf));
  for (const event of events) {
    const outage = readEvent(event, endpoints);
    if ("code" in outage) return outage;
    const previous = outages.at(-1);
    if (previous !== undefined && outage.at < previous.at) {
      return diagnose("timeline-backwards", { event, at: outage.at, after: previous.at }, null);
    }
    for (const endpoint of endpoints.filter(({ name }) => outage.endpoints.includes(name))) {
      const key = keyOf(endpoint);
      if (down.has(key) === (outage.turn === "down")) {
        return diagnose("timeline-no-change", { event, endpoint: endpoint.name, turn: outage.turn }, null);
      }
    }
    for (const endpoint of endpoints.filter(({ name }) => outage.endpoints.includes(name))) {
      if (outage.turn === "down") down.add(keyOf(endpoint));
      else down.delete(keyOf(endpoint));
    }
    outages.push(outage);
  }
  return outages;
}

const shape = /^t\s*=\s*(\S+)\s+(down|up)\s+(\S.*)$/u;

function readEvent(event: string, endpoints: readonly SteeredEndpoint[]): Outage | Diagnostic {
  const [, time, turn, names] = shape.exec(event) ?? [];
  if (time === undefined || names === undefined || (turn !== "down" && turn !== "up")) {
    return diagnose("timeline-malformed", { event }, null);
  }
  const at = parseDuration(/^\d{1,9}$/u.test(time) ? Number(time) : time);
  if (at === null) return diagnose("timeline-no-time", { event, time }, null);
  if (at > longest) return diagnose("timeline-too-long", { what: `t=${time}`, most: "7 days" }, null);
  const found: EndpointName[] = [];
  for (const name of names.split(",").flatMap((one) => one.trim() || [])) {
    const endpoint = endpoints.find((known) => known.name === name);
    if (endpoint === undefined) {
      const known = endpoints.map((one) => one.name);
      return diagnose("down-unknown", { endpoint: name, suggestion: suggest(name, known) }, null);
    }
    found.push(endpoint.name);
  }
  if (found.length === 0) return diagnose("timeline-malformed", { event }, null);
  return { at, turn, endpoints: [...new Set(found)] };
}
