/** `signpost simulate --timeline`: where clients are while endpoints die and come back. */
import type { Diagnostic } from "../../../diagnostic/diagnostic.ts";
import { detect } from "../../../proof/detection.ts";
import { readTimeline } from "../../../proof/read-timeline.ts";
import { followClients, type Timeline } from "../../../proof/timeline.ts";
import { renderTimeline } from "../../../report/timeline.ts";
import { endpointsOf } from "../../../steering/walk.ts";
import { clientsOf, type Question, type Shown, type View } from "./question.ts";

/** Without a client, of the class of clients that is on dead endpoints the longest. */
export function showTimeline(
  question: Question,
  texts: readonly string[],
  pinned: number,
  view: View,
): Shown | Diagnostic {
  const { steered, type, down, ask } = question;
  const { record, tree } = steered;
  const endpoints = endpointsOf(tree);
  const events = readTimeline(texts, endpoints, type, down);
  if ("code" in events) return events;
  const detection = detect(events, endpoints, type, new Set(down));
  const followed = clientsOf(question).map(({ name, at }) => ({
    name,
    at,
    timeline: followClients({
      ttl: record.ttl,
      pinned,
      dead: detection.dead,
      seen: detection.seen,
      ask: (seen) => ask(at, [...seen]),
    }),
  }));
  const worst = followed.reduce((one, other) => (isWorse(other.timeline, one.timeline) ? other : one));
  const { noticed, unnoticed } = detection;
  const { series, answers, loss, clamped, end } = worst.timeline;
  const told = answers.map((one) => ({ ...one, at: Math.max(0, one.at) }));
  const classes = followed.length;
  return {
    json: {
      client: { name: worst.name, ...worst.at },
      timeline: { classes, pinned, events, noticed, unnoticed, answers: told, dead: loss, clamped, series },
    },
    text: renderTimeline(
      {
        record: record.name,
        type,
        ttl: record.ttl,
        down,
        clients: worst.name,
        classes,
        pinned,
        events,
        noticed,
        unnoticed,
        answers: told,
        series,
        end,
        loss,
        clamped,
      },
      view,
    ),
  };
}

/** Whether clients are on dead endpoints for longer, and more of them at once where both have an end. */
function isWorse({ loss: one }: Timeline, { loss: other }: Timeline): boolean {
  const [longer, shorter] = [
    one.seconds ?? Number.POSITIVE_INFINITY,
    other.seconds ?? Number.POSITIVE_INFINITY,
  ];
  return longer === shorter ? one.peak > other.peak : longer > shorter;
}
