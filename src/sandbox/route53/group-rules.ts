import { type BatchView, standing } from "./batch-view.ts";
import type { RecordSet, Routing } from "./record-set.ts";

/** The most record sets that one name and type can have, by routing policy. */
const most: Readonly<Record<Routing["kind"], number>> = {
  simple: 1,
  weighted: 100,
  latency: 100,
  failover: 2,
  geolocation: 100,
  geoproximity: 30,
  cidr: 100,
  multivalue: 100,
};

/**
 * What is wrong with a record set beside the others of its name and type: one routing policy for all, no
 * two that say the same, and not too many. Sentences in Route 53's words.
 */
export function checkGroup(view: BatchView, recordSet: RecordSet): readonly string[] {
  const { name, type, setIdentifier, routing } = recordSet;
  const identifier = setIdentifier === null ? "" : `, SetIdentifier ${setIdentifier}`;
  const cannot = `RRSet with DNS name ${name}, type ${type}${identifier} cannot be created as`;

  // A set that an UPSERT replaces keeps its policy: another policy is a DELETE and a CREATE.
  const replaced = view.draft.find(recordSet);
  const others = standing(view, name, type).filter((other) => other !== replaced);
  const odd = [...others, ...(replaced === null ? [] : [replaced])].find(
    (other) => other.routing.kind !== routing.kind,
  );
  if (odd !== undefined) {
    return [
      routing.kind === "simple"
        ? `${cannot} other RRSets exist with the same name and type`
        : `${cannot} a non-${routing.kind} set exists with the same name and type`,
    ];
  }
  if (others.length >= most[routing.kind]) {
    return [
      `${cannot} only ${most[routing.kind]} ${routing.kind} sets are allowed with the same name and type`,
    ];
  }
  return others
    .map((other) => clash(recordSet, other))
    .filter((problem) => problem !== null)
    .slice(0, 1)
    .map((problem) => `${cannot} ${problem}`);
}

function clash(added: RecordSet, other: RecordSet): string | null {
  const a = added.routing;
  const b = other.routing;
  if (a.kind === "weighted" && b.kind === "weighted") {
    const differ =
      added.content.kind === "values" &&
      other.content.kind === "values" &&
      added.content.ttl !== other.content.ttl;
    return differ ? "weighted sets must contain the same TTL" : null;
  }
  if (a.kind === "latency" && b.kind === "latency") {
    return a.region === b.region ? "a set with the same region exists" : null;
  }
  if (a.kind === "failover" && b.kind === "failover") {
    return a.role === b.role ? `a ${a.role} set exists with the same name and type` : null;
  }
  if (a.kind === "geolocation" && b.kind === "geolocation") {
    const same = a.continent === b.continent && a.country === b.country && a.subdivision === b.subdivision;
    return same ? "a set with the same geolocation exists" : null;
  }
  if (a.kind === "cidr" && b.kind === "cidr") {
    if (a.collectionId !== b.collectionId) return "a set with another CIDR collection exists";
    return a.locationName === b.locationName ? "a set with the same CIDR location exists" : null;
  }
  if (a.kind === "geoproximity" && b.kind === "geoproximity") {
    // Not documented; the stricter reading. Two equal places could never both be the nearest.
    return JSON.stringify(a.place) === JSON.stringify(b.place) ? "a set with the same location exists" : null;
  }
  return null;
}
