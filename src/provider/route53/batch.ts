/**
 * From changes to atomic batches.
 *
 * An update is DELETE(exactly as read) and CREATE(new): the DELETE fails when the set is no longer what was read,
 * and takes the whole batch with it. That is Route 53's compare-and-swap. Route 53 goes through a batch in its
 * order, so first all deletes from the public names to the leaves, then all creates from the leaves up.
 */
import { type Change, subjectOf } from "../change.ts";
import type { LiveResource, Resource } from "../resource.ts";
import { canonicalRecordSet } from "./canonical.ts";
import type { RawChange, RawRecordSet } from "./client.ts";
import { writeMarker } from "./marker.ts";
import { toRecordSet } from "./parse-raw.ts";
import { isRecordSet, keyOf, type RecordSet, thisZone } from "./record-set.ts";
import { isMarkerFacts } from "./resource.ts";

/** Developer Guide, "Quotas": what one ChangeResourceRecordSets may hold. */
export const batchLimits = { elements: 1000, characters: 32_000 } as const;

export interface BatchContext {
  readonly zoneId: string;
  /** Our live resources, for the aliases that a batch must not leave dangling. */
  readonly live: readonly LiveResource[];
  /** The id at AWS of a check or a CIDR collection, by its reference. */
  readonly idOf: (ref: string) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Batch {
  /** Public names whose sets are in this batch. */
  readonly owners: readonly string[];
  readonly changes: readonly RawChange[];
  /** Keys of the resources that it changes. */
  readonly keys: readonly string[];
  /** As AWS counts them against its limits. */
  readonly elements: number;
  readonly characters: number;
}

/** Builds the batches for all changes of record sets and markers; checks must have been made before. */
export function buildBatches(changes: readonly Change[], context: BatchContext): readonly Batch[] {
  const byOwner = new Map<string, Change[]>();
  for (const change of changes) {
    const { owner } = subjectOf(change);
    if (owner === null) continue;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), change]);
  }
  const packed: Batch[] = [];
  for (const [owner, own] of byOwner) {
    const next = measure(owner, own, context);
    const last = packed.at(-1);
    const fits =
      last !== undefined &&
      last.elements + next.elements <= batchLimits.elements &&
      last.characters + next.characters <= batchLimits.characters;
    if (fits) packed[packed.length - 1] = merge(last, next);
    else packed.push(next);
  }
  return packed;
}

/** Deletes of one name never touch another's sets, so two names' batches may follow each other inside one. */
function merge(one: Batch, other: Batch): Batch {
  const deletes = (batch: Batch) => batch.changes.filter((change) => change.Action === "DELETE");
  const creates = (batch: Batch) => batch.changes.filter((change) => change.Action === "CREATE");
  return {
    owners: [...one.owners, ...other.owners],
    keys: [...one.keys, ...other.keys],
    changes: [...deletes(one), ...deletes(other), ...creates(one), ...creates(other)],
    elements: one.elements + other.elements,
    characters: one.characters + other.characters,
  };
}

function measure(owner: string, changes: readonly Change[], context: BatchContext): Batch {
  const raw = orderChanges(owner, changes, context);
  const sets = raw.flatMap((change) => change.ResourceRecordSet ?? []);
  const values = sets.map((set) => set.ResourceRecords ?? []);
  return {
    owners: [owner],
    keys: changes.map((change) => subjectOf(change).key),
    changes: raw,
    // An alias counts as one element. Only UPSERT counts twice, and none is ever sent.
    elements: values.reduce((sum, records) => sum + Math.max(1, records.length), 0),
    characters: values.flat().reduce((sum, record) => sum + (record.Value ?? "").length, 0),
  };
}

/** A set to be deleted or created, with its place in the chain of aliases. */
interface Step {
  readonly set: RecordSet;
  readonly raw: RawRecordSet;
}

function orderChanges(
  owner: string,
  changes: readonly Change[],
  context: BatchContext,
): readonly RawChange[] {
  const deletes: Step[] = [];
  const creates: Step[] = [];
  for (const change of changes) {
    if (change.action !== "create") deletes.push(stepOfLive(change.before, context));
    if (change.action !== "delete") creates.push(stepOfDesired(change.after, context));
  }
  const live = context.live
    .filter((resource) => resource.owner === owner && resource.kind === "record set")
    .map((resource) => stepOfLive(resource, context));
  for (const step of aliasesToReassert(live, deletes)) {
    deletes.push(step);
    creates.push(step);
  }
  const rootsFirst = byDepth(deletes, live);
  const after = [...live.filter((step) => !has(deletes, step)), ...creates];
  const leavesFirst = [...byDepth(creates, after)].reverse();
  return [
    ...rootsFirst.map(({ raw }): RawChange => ({ Action: "DELETE", ResourceRecordSet: raw })),
    ...leavesFirst.map(({ raw }): RawChange => ({ Action: "CREATE", ResourceRecordSet: raw })),
  ];
}

/**
 * Between the deletes and the creates a group may be empty for an instant. An alias that still points to it would
 * dangle there, so it is deleted and created again, as it is; and so on, up to the public name.
 */
function aliasesToReassert(live: readonly Step[], deletes: readonly Step[]): readonly Step[] {
  const asserted: Step[] = [];
  for (;;) {
    const gone = [...deletes, ...asserted];
    const left = live.filter((step) => !has(gone, step));
    const standing = new Set(left.map(({ set }) => groupKey(set)));
    const dangling = left.filter(({ set }) => {
      const target = set.AliasTarget;
      return target?.HostedZoneId === thisZone && !standing.has(`${target.DNSName} ${set.Type}`);
    });
    if (dangling.length === 0) return asserted;
    asserted.push(...dangling);
  }
}

function has(steps: readonly Step[], wanted: Step): boolean {
  const key = keyOf(wanted.set);
  return steps.some((step) => keyOf(step.set) === key);
}

function groupKey(set: RecordSet): string {
  return `${set.Name} ${set.Type}`;
}

/** Those that nothing points to first. Sets at one depth keep a fixed order, so that equal plans send equal batches. */
function byDepth(steps: readonly Step[], all: readonly Step[]): readonly Step[] {
  const depths = new Map<string, number>();
  const deepen = (group: string, depth: number): void => {
    if ((depths.get(group) ?? -1) >= depth || depth > all.length) return;
    depths.set(group, depth);
    for (const { set } of all) {
      const target = set.AliasTarget;
      if (groupKey(set) !== group || target?.HostedZoneId !== thisZone) continue;
      deepen(`${target.DNSName} ${set.Type}`, depth + 1);
    }
  };
  for (const { set } of all) deepen(groupKey(set), 0);
  return [...steps].sort((one, other) => {
    const depth = (step: Step) => depths.get(groupKey(step.set)) ?? 0;
    return depth(one) - depth(other) || (keyOf(one.set) < keyOf(other.set) ? -1 : 1);
  });
}

function stepOfLive(resource: LiveResource, context: BatchContext): Step {
  const raw = toRecordSet(resource.raw);
  return { set: canonicalRecordSet(raw, context.zoneId), raw };
}

function stepOfDesired(resource: Resource, context: BatchContext): Step {
  const { attributes } = resource;
  if (isRecordSet(attributes)) {
    return { set: attributes, raw: encodeRecordSet(attributes, context) };
  }
  if (isMarkerFacts(attributes)) {
    const raw = writeMarker(attributes, context.now);
    return { set: canonicalRecordSet(raw, context.zoneId), raw };
  }
  throw new Error(`${resource.key} belongs in no batch`);
}

/** A canonical record set as the API wants it: references replaced by ids. */
export function encodeRecordSet(
  set: RecordSet,
  context: Pick<BatchContext, "zoneId" | "idOf">,
): RawRecordSet {
  const {
    HealthCheckId: check,
    AliasTarget: alias,
    ResourceRecords: records,
    CidrRoutingConfig: cidr,
    OtherRouting: _,
    ...rest
  } = set;
  const idOf = (reference: string) =>
    reference.startsWith("ref:") ? context.idOf(reference.slice(4)) : reference;
  return toRecordSet({
    ...rest,
    ...(records === undefined ? {} : { ResourceRecords: records.map(({ Value }) => ({ Value })) }),
    ...(alias === undefined
      ? {}
      : {
          AliasTarget: {
            ...alias,
            HostedZoneId: alias.HostedZoneId === thisZone ? context.zoneId : alias.HostedZoneId,
          },
        }),
    ...(check === undefined ? {} : { HealthCheckId: idOf(check) }),
    ...(cidr === undefined ? {} : { CidrRoutingConfig: { ...cidr, CollectionId: idOf(cidr.CollectionId) } }),
  });
}
