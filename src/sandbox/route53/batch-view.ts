import { groupKey, type RecordSet, type RecordType } from "./record-set.ts";
import type { Change } from "./record-set-input.ts";
import type { RecordTable } from "./record-table.ts";
import type { Zone } from "./state.ts";

/** A zone in the middle of a batch. */
export interface BatchView {
  readonly zone: Zone;
  readonly draft: RecordTable;
  /**
   * UPSERTs of this batch that are still to come. Route 53 treats an UPSERT as a DELETE ahead of the batch
   * and a CREATE at its place: what one is going to replace doesn't count for what is written before it
   * (an alias ahead of the UPSERT of its own target is refused: octodns/octodns#366).
   */
  readonly pending: Map<string, number>;
}

/** Opens a batch on a copy of the zone's records. */
export function openView(zone: Zone, changes: readonly Change[]): BatchView {
  const pending = new Map<string, number>();
  for (const { action, recordSet } of changes) {
    if (action !== "UPSERT") continue;
    const key = fullKey(recordSet);
    pending.set(key, (pending.get(key) ?? 0) + 1);
  }
  return { zone, draft: zone.records.copy(), pending };
}

/** Notes that the turn of one UPSERT has come. */
export function settle(view: BatchView, recordSet: RecordSet): void {
  const key = fullKey(recordSet);
  view.pending.set(key, (view.pending.get(key) ?? 0) - 1);
}

/** The record sets of a name and type that count at this point of the batch. */
export function standing(view: BatchView, name: string, type: RecordType): readonly RecordSet[] {
  return view.draft.group(name, type).filter((recordSet) => {
    const awaitsUpsert = (view.pending.get(fullKey(recordSet)) ?? 0) > 0;
    return !(awaitsUpsert && view.zone.records.find(recordSet) === recordSet);
  });
}

function fullKey(recordSet: RecordSet): string {
  return `${groupKey(recordSet.name, recordSet.type)} ${recordSet.setIdentifier ?? ""}`;
}
