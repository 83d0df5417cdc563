import type { Limits } from "./account-limits.ts";
import { invalidChangeBatch, noSuchHealthCheck } from "./api-error.ts";
import { type BatchView, openView } from "./batch-view.ts";
import { checkGroup } from "./group-rules.ts";
import { describeProtection } from "./protections.ts";
import { describeRecordSet, type RecordSet } from "./record-set.ts";
import type { Change } from "./record-set-input.ts";
import { fingerprint } from "./record-set-output.ts";
import { checkAlias, checkRecordSet } from "./record-set-rules.ts";
import type { RecordTable } from "./record-table.ts";
import type { State, Zone } from "./state.ts";

/** Limits of one batch, as Route 53 counts them. */
const most = {
  changes: 4000,
  elements: 1000,
  characters: 32000,
} as const;

/**
 * Tries a batch on a copy of the zone, change by change in the order of the list, and returns the copy.
 * All or nothing: one refused change and the copy is thrown away.
 * @throws ApiError InvalidChangeBatch with every message, or NoSuchHealthCheck.
 */
export function applyBatch(
  state: State,
  zone: Zone,
  changes: readonly Change[],
  { recordSetsPerZone }: Limits,
): RecordTable {
  const beyond = checkSize(changes);
  if (beyond.length > 0) throw invalidChangeBatch(beyond);
  for (const { action, recordSet } of changes) {
    // A DELETE may still name a check that is gone: it repeats what was written.
    if (action === "DELETE" || recordSet.healthCheckId === null) continue;
    if (!state.healthChecks.has(recordSet.healthCheckId)) throw noSuchHealthCheck(recordSet.healthCheckId);
  }
  const view = openView(zone, changes);
  const problems = changes.flatMap((change) => applyChange(state, view, change));
  if (view.draft.size > Math.max(recordSetsPerZone, zone.records.size)) {
    problems.push(`The zone can't hold more than ${recordSetsPerZone} resource record sets`);
  }
  if (problems.length > 0) throw invalidChangeBatch(problems);
  return view.draft;
}

/** An alias counts as one element; an UPSERT counts double, in elements and in characters. */
function checkSize(changes: readonly Change[]): readonly string[] {
  if (changes.length > most.changes) return [`Cannot have more than ${most.changes} changes in a batch`];
  let elements = 0;
  let characters = 0;
  for (const { action, recordSet } of changes) {
    const factor = action === "UPSERT" ? 2 : 1;
    const values = recordSet.content.kind === "values" ? recordSet.content.values : null;
    elements += factor * (values?.length ?? 1);
    characters += factor * (values ?? []).reduce((sum, value) => sum + value.length, 0);
  }
  return [
    ...(elements > most.elements ? [`Number of records limit of ${most.elements} exceeded.`] : []),
    ...(characters > most.characters ? [`RDATA character limit of ${most.characters} exceeded.`] : []),
  ];
}

function applyChange(state: State, view: BatchView, { action, recordSet }: Change): string[] {
  const isProtected = describeProtection(state, view.zone, recordSet.name, recordSet.type);
  if (isProtected !== null) return [isProtected];
  if (action === "DELETE") return deleteRecordSet(view, recordSet);
  const current = view.draft.find(recordSet);
  if (action === "CREATE" && current !== null) {
    return [`Tried to create resource record set ${describeRecordSet(recordSet)} but it already exists`];
  }
  const otherZone =
    recordSet.content.kind === "alias" &&
    recordSet.content.hostedZoneId !== view.zone.id &&
    state.zones.has(recordSet.content.hostedZoneId);
  const problems = [
    ...checkRecordSet(view, recordSet),
    ...checkGroup(view, recordSet),
    ...checkCidr(state, recordSet),
    ...checkAlias(view, recordSet, otherZone),
  ];
  if (problems.length === 0) view.draft.put(recordSet);
  return problems;
}

/** Blocks are routed by only where a collection and a location of it exist; `*` stands for all other addresses. */
function checkCidr({ cidrCollections }: State, { routing, name, type }: RecordSet): string[] {
  if (routing.kind !== "cidr") return [];
  const { collectionId, locationName } = routing;
  const cannot = `RRSet with DNS name ${name}, type ${type} cannot be created as`;
  const collection = cidrCollections.get(collectionId);
  if (collection === undefined) return [`${cannot} the CIDR collection ${collectionId} does not exist`];
  if (locationName === "*" || collection.blocks.some(({ location }) => location === locationName)) return [];
  return [`${cannot} the CIDR collection ${collectionId} has no location ${locationName}`];
}

/** "To delete a resource record set, you must specify all the same values that you specified when you created it." */
function deleteRecordSet({ zone, draft }: BatchView, recordSet: RecordSet): string[] {
  const attempt = `Tried to delete resource record set ${describeRecordSet(recordSet)}`;
  const { name, type } = recordSet;
  if (name === zone.name && type === "SOA") return ["A HostedZone must contain exactly one SOA record."];
  if (name === zone.name && type === "NS") {
    return ["A HostedZone must contain at least one NS record for the zone itself."];
  }
  const current = draft.find(recordSet);
  if (current === null) return [`${attempt} but it was not found`];
  if (fingerprint(current) !== fingerprint(recordSet)) {
    return [`${attempt} but the values provided do not match the current values`];
  }
  draft.remove(current);
  // Whether Route 53 lets an alias dangle is not documented. This is the stricter reading: at no moment
  // inside a batch may an alias be left without a target, not even until the next change refills it. What
  // passes here passes under either reading.
  const empty = draft.group(name, type).length === 0;
  return empty && draft.isAliasTarget(name, type)
    ? [`${attempt} but an alias in the zone still targets it`]
    : [];
}
