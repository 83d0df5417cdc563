import type { Question, View } from "./question.ts";

/** What was asked: the record, and what is down. */
export function headerOf({ steered, type, down }: Question, { paint }: View): string {
  const dead = down.length > 0 ? `  with ${down.join(" and ")} down` : "";
  return `${paint.bold(`${steered.record.name}  ${type}  ttl ${steered.record.ttl}`)}${dead}`;
}
