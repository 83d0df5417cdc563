/** Whether what a journal wrote still stands: what somebody else changed since must not be overwritten. */
import { canonicalJson } from "../provider/canonical-json.ts";
import type { Snapshot } from "../provider/connection.ts";
import type { Resource } from "../provider/resource.ts";
import type { ReadJournal } from "./read-journal.ts";

/**
 * What somebody changed since, in words; empty when nobody did. What the journal changes is as it was before, after or
 * on the way there.
 * What it left alone at the names that it changes is as it was, and nothing came to them.
 *
 * @param mustBeDone - keys of the resources that must be as they were to become
 */
export function findMoved(
  { changes, before, passing }: ReadJournal,
  snapshot: Pick<Snapshot, "resources">,
  mustBeDone: ReadonlySet<string>,
): readonly string[] {
  const live = new Map<string, Resource>(snapshot.resources.map((one) => [one.key, one]));
  const changed = new Map(changes.map((change) => [change.key, change]));
  const owners = new Set(changes.flatMap((change) => (change.after ?? change.before)?.owner ?? []));
  const moved = new Map<string, Resource>();
  for (const { key, before: old, after } of changes) {
    const now = live.get(key) ?? null;
    const allowed = mustBeDone.has(key) ? [after] : [old, after, ...(passing.get(key) ?? [])];
    const subject = now ?? after ?? old;
    if (subject === null || allowed.some((one) => isSame(one, now))) continue;
    if (now === null || !saysNothing(now)) moved.set(key, subject);
  }
  const isBeside = ({ key, owner }: Resource) => owner !== null && owners.has(owner) && !changed.has(key);
  const was = new Map(before.filter(isBeside).map((one) => [one.key, one]));
  for (const one of [...was.values(), ...snapshot.resources.filter(isBeside)]) {
    const [old, now] = [was.get(one.key) ?? null, live.get(one.key) ?? null];
    if (!isSame(old, now)) moved.set(one.key, one);
  }
  return [...moved.values()].map(({ kind, title }) => `${kind} ${title.join(" ")}`);
}

/** Where markers stand on objects, one of a name that is half written has no digest to tell yet, or no more. */
function saysNothing({ kind, attributes }: Resource): boolean {
  return kind === "marker" && attributes.digest === "";
}

function isSame(one: Resource | null, other: Resource | null): boolean {
  if (one === null || other === null) return one === other;
  return canonicalJson(one.attributes) === canonicalJson(other.attributes);
}
