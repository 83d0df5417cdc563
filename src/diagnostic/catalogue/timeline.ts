import { entry, type NoArgs } from "./entry.ts";

const example = `For example \`--timeline "t=0 down eu-a, eu-b; t=5m up eu-a"\`.`;

/** What is said about \`simulate --timeline\`. */
export const timelineEntries = {
  "timeline-empty": entry<NoArgs>({
    severity: "error",
    title: "timeline without an event",
    message: () => "The timeline is empty",
    hint: () => "write when something happens, and what: t=0 down eu-a; t=5m up eu-a",
    explain: `A timeline says when endpoints go down and come back. ${example}`,
  }),
  "timeline-malformed": entry<{ readonly event: string }>({
    severity: "error",
    title: "event that can't be read",
    message: ({ event }) => `"${event}" is no event of a timeline`,
    hint: () => "write t=<time> down <endpoints> or t=<time> up <endpoints>, with ; between two events",
    explain: `An event is a time, \`down\` or \`up\`, and names of endpoints with commas between them.
${example}`,
  }),
  "timeline-no-time": entry<{ readonly event: string; readonly time: string }>({
    severity: "error",
    title: "event at a time that is none",
    message: ({ event, time }) => `t=${time} is no time, in "${event}"`,
    hint: () => "write whole seconds from 0 on, or a duration: t=90, t=90s, t=5m",
    explain: `Times count from the start of the timeline, in whole seconds or as a duration with s, m or h.
They can't be negative. ${example}`,
  }),
  "timeline-backwards": entry<{ readonly event: string; readonly at: number; readonly after: number }>({
    severity: "error",
    title: "timeline that goes backwards",
    message: ({ event, at, after }) =>
      `The timeline goes backwards: "${event}" is at ${at} s, after an event at ${after} s`,
    hint: () => "write the events in the order in which they happen",
    explain: `Every time is counted from the start of the timeline, not from the event before.
${example}`,
  }),
  "timeline-no-change": entry<{
    readonly event: string;
    readonly endpoint: string;
    readonly turn: "down" | "up";
  }>({
    severity: "error",
    title: "event that changes nothing",
    message: ({ event, endpoint, turn }) =>
      `${endpoint} is ${turn === "down" ? "down already" : "not down"} when "${event}" comes`,
    hint: ({ turn }) => (turn === "down" ? "take it out" : "say first when it goes down"),
    explain: `All endpoints are up at the start, those of \`--down\` excepted. What shares an address and a
check goes down and comes back together.`,
  }),
  "timeline-too-long": entry<{ readonly what: string; readonly most: string }>({
    severity: "error",
    title: "timeline that is too long",
    message: ({ what, most }) => `The timeline is too long: ${what}, of at most ${most}`,
    hint: () => "look at a part of it",
    explain: `A timeline has up to 100 events within 7 days: what comes later would have no room in the drawing.`,
  }),
} as const;
