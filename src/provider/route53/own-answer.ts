/** What a record set answers by itself, whoever asks. */
import type { VendorOutcome } from "../provider.ts";
import type { RecordSet } from "./record-set.ts";

export type Answer = Pick<VendorOutcome, "values" | "ttl">;

/** The answers of a zone's record sets: one object for all that answer the same. */
interface Answers {
  readonly bySet: WeakMap<RecordSet, Answer>;
  readonly byText: Map<string, Answer>;
}

const answersOf = new WeakMap<object, Answers>();

/**
 * What a record set answers itself. A proof asks again and again, so equal answers are one object.
 *
 * @param zone - that the record set is in: what stands for it, and lives as long
 */
export function answerOf(zone: object, set: RecordSet): Answer {
  const answers = answersOf.get(zone) ?? { bySet: new WeakMap(), byText: new Map() };
  answersOf.set(zone, answers);
  const known = answers.bySet.get(set);
  if (known !== undefined) return known;
  const read = readAnswer(set);
  const text = JSON.stringify(read);
  const answer = answers.byText.get(text) ?? read;
  answers.byText.set(text, answer);
  answers.bySet.set(set, answer);
  return answer;
}

function readAnswer({ AliasTarget: service, ResourceRecords: records, TTL: ttl }: RecordSet): Answer {
  // An AWS service answers with addresses and a TTL of its own.
  if (service !== undefined) return { values: [`alias:${service.DNSName}`], ttl: null };
  return { values: [...new Set((records ?? []).map(({ Value }) => Value))].sort(), ttl: ttl ?? null };
}
