import { listingOrder } from "./names.ts";
import { groupKey, type RecordSet, type RecordType } from "./record-set.ts";

/** A record set with the text that sorts it. */
export interface Listed {
  readonly order: string;
  readonly recordSet: RecordSet;
}

/**
 * The record sets of a zone, indexed by name and type, and by what aliases point at, so that a change costs
 * the same in a zone of ten and of ten thousand.
 */
export class RecordTable {
  readonly #zoneId: string;
  readonly #groups: Map<string, ReadonlyMap<string, RecordSet>>;
  readonly #types: Map<string, ReadonlySet<RecordType>>;
  /** How many aliases of this zone point at each group. */
  readonly #pointers: Map<string, number>;
  #size: number;
  #listed: readonly Listed[] | null = null;

  private constructor(zoneId: string, source: RecordTable | null) {
    this.#zoneId = zoneId;
    this.#groups = new Map(source === null ? [] : source.#groups);
    this.#types = new Map(source === null ? [] : source.#types);
    this.#pointers = new Map(source === null ? [] : source.#pointers);
    this.#size = source === null ? 0 : source.#size;
  }

  static of(zoneId: string, recordSets: readonly RecordSet[]): RecordTable {
    const table = new RecordTable(zoneId, null);
    for (const recordSet of recordSets) table.put(recordSet);
    return table;
  }

  /** A copy to try changes on. Groups are shared until they are written. */
  copy(): RecordTable {
    return new RecordTable(this.#zoneId, this);
  }

  get size(): number {
    return this.#size;
  }

  /** The record set with the same name, type and set identifier. */
  find(like: RecordSet): RecordSet | null {
    return this.#groups.get(groupKey(like.name, like.type))?.get(like.setIdentifier ?? "") ?? null;
  }

  group(name: string, type: RecordType): readonly RecordSet[] {
    return [...(this.#groups.get(groupKey(name, type))?.values() ?? [])];
  }

  typesAt(name: string): ReadonlySet<RecordType> {
    return this.#types.get(name) ?? new Set();
  }

  /** Whether an alias of this zone points at the group. */
  isAliasTarget(name: string, type: RecordType): boolean {
    return (this.#pointers.get(groupKey(name, type)) ?? 0) > 0;
  }

  /** The group in this zone that an alias points at, or null for anything else. */
  targetOf(recordSet: RecordSet): { readonly name: string; readonly type: RecordType } | null {
    const { content, type } = recordSet;
    if (content.kind !== "alias" || content.hostedZoneId !== this.#zoneId) return null;
    return { name: content.dnsName, type };
  }

  put(recordSet: RecordSet): void {
    const { name, type } = recordSet;
    if (this.find(recordSet) !== null) this.remove(recordSet);
    const key = groupKey(name, type);
    this.#groups.set(key, new Map(this.#groups.get(key)).set(recordSet.setIdentifier ?? "", recordSet));
    this.#types.set(name, new Set(this.#types.get(name)).add(type));
    this.#point(recordSet, 1);
    this.#size += 1;
    this.#listed = null;
  }

  remove(like: RecordSet): void {
    const current = this.find(like);
    if (current === null) return;
    const { name, type } = current;
    const key = groupKey(name, type);
    const rest = new Map(this.#groups.get(key));
    rest.delete(current.setIdentifier ?? "");
    if (rest.size > 0) {
      this.#groups.set(key, rest);
    } else {
      this.#groups.delete(key);
      const types = new Set(this.#types.get(name));
      types.delete(type);
      if (types.size > 0) this.#types.set(name, types);
      else this.#types.delete(name);
    }
    this.#point(current, -1);
    this.#size -= 1;
    this.#listed = null;
  }

  /** All record sets in the order of listings: reversed labels, type, set identifier. */
  listed(): readonly Listed[] {
    this.#listed ??= [...this.#types]
      .map(([name, types]) => ({ name, types, order: listingOrder(name) }))
      .sort((a, b) => compareText(a.order, b.order) || compareText(a.name, b.name))
      .flatMap(({ name, types, order }) =>
        [...types].sort(compareText).flatMap((type) =>
          this.group(name, type)
            .toSorted((a, b) => compareText(a.setIdentifier ?? "", b.setIdentifier ?? ""))
            .map((recordSet) => ({ order, recordSet })),
        ),
      );
    return this.#listed;
  }

  #point(recordSet: RecordSet, by: number): void {
    const target = this.targetOf(recordSet);
    if (target === null) return;
    const key = groupKey(target.name, target.type);
    this.#pointers.set(key, (this.#pointers.get(key) ?? 0) + by);
  }
}

/** Plain order of code units: names and identifiers are not words of a language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
