import { entry } from "./entry.ts";

/** What rules about a planned change say. The code is the rule's id. */
export const changesEntries = {
  "change-undrained": entry<{
    readonly record: string;
    readonly endpoint: string;
    readonly percent: number;
    readonly clients: string;
  }>({
    severity: "warning",
    title: "An endpoint that is removed while it is answered",
    message: ({ record, endpoint, percent, clients }) =>
      `"${endpoint}" leaves ${record} while it is ${percent} % of the answers (${clients})`,
    hint: () =>
      "drain it first: give it the weight 0 or drained: true, apply, wait for the TTL, then remove it",
    explain: `Caches give out an answer until its TTL is over, and some clients for longer. An endpoint that is switched off
together with its removal from the DNS is still dialled. Drained, it stays in the policy with its check until
nobody comes any more, and can be brought back with one line.

    to: { weighted: { old: 0, new: 100 } }     # apply, wait, then take old out`,
  }),
  "change-canary-step": entry<{
    readonly record: string;
    readonly endpoint: string;
    readonly before: number;
    readonly after: number;
    readonly clients: string;
  }>({
    severity: "warning",
    title: "A canary that takes over in one step",
    message: ({ record, endpoint, before, after, clients }) =>
      `${record} raises "${endpoint}" from ${before} % to ${after} % of the answers in one step (${clients})`,
    hint: ({ before }) => `go up in steps: ${before < 5 ? "5 %, 25 %, 50 %" : "at most 50 points at a time"}`,
    explain: `A canary shows a mistake to few clients before it reaches all of them. A step of over 50 points shows it to
most of them at once, and caches keep it there for a TTL after you turn back.

    to: { weighted: { stable: 75, canary: 25 } }`,
  }),
  "change-ttl-and-target": entry<{
    readonly record: string;
    readonly before: number;
    readonly after: number;
  }>({
    severity: "warning",
    title: "A longer TTL together with a new target",
    message: ({ record, before, after }) =>
      `${record} gets other answers and a longer TTL (${before} s → ${after} s) at the same time`,
    hint: () => "apply the new target with the old TTL first, and raise the TTL once all is well",
    explain: `Should the new target be wrong, the longer TTL decides how long clients stay with it. Change the target while
the TTL is short, look at it, and raise the TTL afterwards.`,
  }),
} as const;
