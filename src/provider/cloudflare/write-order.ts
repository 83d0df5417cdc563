/** Which request comes before which, and what each is called. */
import { canonicalJson } from "../canonical-json.ts";
import { type Change, subjectOf } from "../change.ts";
import type { Snapshot } from "../connection.ts";
import type { Resource } from "../resource.ts";
import { readMark } from "./marker.ts";
import { isDnsRecord, isLoadBalancer } from "./objects.ts";
import { type PoolMoves, sortPools } from "./pool-moves.ts";
import { poolsNamedIn } from "./resource.ts";
import type { Making, WriteContext } from "./write-context.ts";
import { batchRecords, isHelperRecord } from "./write-records.ts";

type Batches = readonly (readonly Change[])[];

/** In the order in which they are written. Each change is a request of its own, but for records, where a batch is. */
export interface WriteOrder {
  /** Names of endpoints, before the origins that refer to them. */
  readonly helpers: Batches;
  readonly monitors: readonly Making[];
  readonly pools: PoolMoves;
  readonly balancers: readonly Making[];
  /** Of public names: those that load balancers replace, or that replace them. */
  readonly records: Batches;
  readonly balancersGone: readonly Change[];
  readonly helpersGone: Batches;
  readonly objectsGone: readonly Change[];
}

type Wanted = Pick<WriteContext, "compiled" | "snapshot" | "policy">;

/** References of the pools that any load balancer refers to, whoever's it is. */
export function poolsInUse({ resources, foreign, beside }: Snapshot): ReadonlySet<string> {
  const all: readonly Resource[] = [...resources, ...foreign, ...beside];
  return new Set(
    all.flatMap(({ attributes }) => (isLoadBalancer(attributes) ? poolsNamedIn(attributes) : [])),
  );
}

/** Puts changes in the order in which no name is ever without its answer. */
export function orderWrites(wanted: Wanted, planned: readonly Change[]): WriteOrder {
  const changes = withMarkers(wanted, planned);
  const made = (kind: Resource["kind"]) =>
    changes.flatMap((change): readonly Making[] =>
      change.action !== "delete" && change.after.kind === kind ? [change] : [],
    );
  const gone = (kind: Resource["kind"]) =>
    changes.filter((change) => change.action === "delete" && change.before.kind === kind);
  const [helpers, records, unused] = sortRecords(wanted, changes);
  return {
    helpers: batchRecords(helpers),
    monitors: made("monitor"),
    pools: sortPools(made("pool"), poolsInUse(wanted.snapshot)),
    balancers: made("load balancer"),
    records: batchRecords(records),
    balancersGone: gone("load balancer"),
    helpersGone: batchRecords(unused),
    objectsGone: [...gone("pool"), ...gone("monitor")],
  };
}

/** One for each request. */
export function titlesOf(order: WriteOrder): readonly string[] {
  const { opening, widened, turns, closing } = order.pools;
  return [
    ...order.helpers.map(titleOfRecords),
    ...[...order.monitors, ...opening].map(titleOf),
    ...widened.map(titleOfWidened),
    ...[...turns.flat(), ...order.balancers].map(titleOf),
    ...order.records.map(titleOfRecords),
    ...closing.map(titleOf),
    ...order.balancersGone.map(titleOf),
    ...order.helpersGone.map(titleOfRecords),
    ...order.objectsGone.map(titleOf),
  ];
}

/**
 * Records that origins refer to before those origins; records of public names once their load balancers answer, or before
 * these go; helper names that left last, when no origin refers to them.
 */
function sortRecords(
  { compiled }: Wanted,
  changes: readonly Change[],
): readonly [readonly Change[], readonly Change[], readonly Change[]] {
  const records = changes.filter((change) => isDnsRecord(subjectOf(change).attributes));
  const wanted = new Set(compiled.resources.filter(isHelperRecord).map(({ attributes }) => attributes.name));
  const helpers = records.filter((change) => isHelperRecord(subjectOf(change)));
  const isWanted = (change: Change) => wanted.has(subjectOf(change).attributes.name);
  return [
    helpers.filter(isWanted),
    records.filter((change) => !isHelperRecord(subjectOf(change))),
    helpers.filter((change) => !isWanted(change)),
  ];
}

/**
 * Markers stand in descriptions and comments, so a name whose marker changed or goes has its load balancer written, or
 * else its records, those too that stay as they are.
 */
function withMarkers(wanted: Wanted, changes: readonly Change[]): readonly Change[] {
  const { snapshot, compiled } = wanted;
  const changed = new Set(changes.map((change) => subjectOf(change).key));
  const live = new Map(snapshot.resources.map((resource) => [resource.key, resource]));
  const touched = changes.flatMap((change): readonly Change[] => {
    const { kind, owner } = subjectOf(change);
    if (kind !== "marker") return [];
    const bearers = compiled.resources.filter(
      ({ attributes }) =>
        (isLoadBalancer(attributes) || isDnsRecord(attributes)) && attributes.name === owner,
    );
    return bearers.flatMap((after): readonly Change[] => {
      const before = live.get(after.key);
      return before === undefined || changed.has(after.key) ? [] : [{ action: "update", before, after }];
    });
  });
  return [...changes, ...touched, ...renamedOnly(wanted, [...changes, ...touched])];
}

/**
 * After a rename all that is ours is marked anew, also what stays as it is: of names whose markers are written. Where a
 * plan is narrowed to some names, the others keep their former mark until they are planned.
 */
function renamedOnly({ snapshot, compiled, policy }: Wanted, changes: readonly Change[]): readonly Change[] {
  const owners = new Set(
    changes.flatMap((change) => {
      const { kind, owner } = subjectOf(change);
      return kind === "marker" ? [owner] : [];
    }),
  );
  if (owners.size === 0) return [];
  const changed = new Set(changes.map((change) => subjectOf(change).key));
  const wanted = new Map(compiled.resources.map((resource) => [resource.key, resource]));
  return snapshot.resources.flatMap((before): readonly Change[] => {
    const after = wanted.get(before.key);
    const mark = readMark(before.raw.description ?? before.raw.comment);
    if (after === undefined || after.kind === "marker" || changed.has(before.key)) return [];
    // What names share, such as monitors, has no owner.
    if (after.owner !== null && !owners.has(after.owner)) return [];
    if (mark === null || mark.policy === policy) return [];
    const isSame = canonicalJson(before.attributes) === canonicalJson(after.attributes);
    return isSame ? [{ action: "update", before, after }] : [];
  });
}

export function titleOf(change: Change): string {
  const subject = subjectOf(change);
  return `${change.action} ${subject.kind} ${subject.title[0] ?? ""}`;
}

export function titleOfWidened(change: Making): string {
  return `${titleOf(change)}: what is new beside what leaves`;
}

export function titleOfRecords(records: readonly Change[]): string {
  const names = [...new Set(records.map((change) => String(subjectOf(change).attributes.name)))];
  const count = records.length === 1 ? "1 change" : `${records.length} changes`;
  return `change the records of ${names.join(", ")} (${count} in one batch)`;
}
