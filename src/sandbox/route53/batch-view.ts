import { groupKey, type RecordSet, type RecordType } from "./record-set.ts";
import type { Change } from "./record-set-input.ts";
import type { RecordTable } from "./record-table.ts";
import type { Zone } from "./state.ts";

/** A zone in the middle of a batch. */
export interface BatchView {
  readonly zone: Zone;
  readonly draft: RecordTable;
  /**
   * What this batch UPSERTs. Route 53 treats an UPSERT as a DELETE ahead of the batch and a CREATE at its
   * place: what one is going to replace doesn't count for what is written before it (an alias ahead of the
   * UPSERT of its own target is refused: octodns/octodns#366).
   */
  readonly upserted: ReadonlySet<string>;
}

/** Opens a batch on a copy of the zone's records. */
export function openView(zone: Zone, changes: readonly Change[]): BatchView {
  const upserts = changes.filter(({ action }) => action === "UPSERT");
  const upserted = new Set(upserts.map(({ recordSet }) => fullKey(recordSet)));
  return { zone, draft: zone.records.copy(), upserted };
}

/** The record sets of a name and type that count at this point of the batch. */
export function standing(view: BatchView, name: string, type: RecordType): readonly RecordSet[] {
  return view.draft.group(name, type).filter((recordSet) => {
    const isOld = view.zone.records.find(recordSet) === recordSet;
    return !(isOld && view.upserted.has(fullKey(recordSet)));
  });
}

function fullKey(recordSet: RecordSet): string {
  return `${groupKey(recordSet.name, recordSet.type)} ${recordSet.setIdentifier ?? ""}`;
}
