/** A part of all changes: those of some names, and what these need. */
import { type Change, subjectOf } from "../provider/change.ts";
import type { Resource } from "../provider/resource.ts";

/** Of what names share, only what these names depend on is made; nothing of it is deleted. */
export function narrowChanges(
  changes: readonly Change[],
  desired: readonly Resource[],
  names: ReadonlySet<string>,
): readonly Change[] {
  const isNamed = ({ owner }: Resource) => owner !== null && names.has(owner);
  const byKey = new Map(desired.map((resource) => [resource.key, resource]));
  const needed = new Set<string>();
  const open = desired.filter(isNamed).map(({ key }) => key);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (needed.has(key)) continue;
    needed.add(key);
    open.push(...(byKey.get(key)?.dependsOn ?? []));
  }
  return changes.filter((change) => {
    const subject = subjectOf(change);
    return (
      isNamed(subject) || (subject.owner === null && change.action !== "delete" && needed.has(subject.key))
    );
  });
}
