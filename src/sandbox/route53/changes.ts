import { ApiError, invalidInput } from "./api-error.ts";
import { bareId, type Call, isoTime, type Outcome, ok, requireBody } from "./call.ts";
import { applyBatch } from "./change-batch.ts";
import { readFields, readList, readText, requireField } from "./fields.ts";
import { readChange } from "./record-set-input.ts";
import { addChange, type StoredChange, withEntry } from "./state.ts";
import { leaf, node, optionalLeaf, type XmlElement } from "./xml.ts";
import { findZone } from "./zone-lookup.ts";

/** Applies a batch to a zone: all of it, or none. */
export function changeResourceRecordSets(call: Call): Outcome {
  const zone = findZone(call, "id");
  const request = readFields(requireBody(call, "ChangeResourceRecordSetsRequest"), ["ChangeBatch"]);
  const batch = readFields(requireField(request, "ChangeBatch"), ["Comment", "Changes"]);
  const comment = readText(batch, "Comment", { min: 0, max: 256 });
  const changes = readList(requireField(batch, "Changes"), "Change").map(readChange);
  if (changes.length === 0) throw invalidInput("Invalid XML ; 'Changes' needs at least one Change");

  const records = applyBatch(call.state, zone, changes, call.limits);
  const zones = withEntry(call.state.zones, zone.id, { ...zone, records });
  const { state, change } = addChange({ ...call.state, zones }, call.now, comment);
  return {
    ...ok("ChangeResourceRecordSetsResponse", [printPending(change)]),
    state,
  };
}

/** PENDING at first, INSYNC when the configured time has passed. */
export function getChange(call: Call): Outcome {
  const id = bareId(call.path("id"));
  const change = call.state.changes.find((one) => one.id === id);
  if (change === undefined) {
    throw new ApiError("NoSuchChange", 404, `A change with id ${id} does not exist.`);
  }
  const insync = call.now - change.submittedAt >= call.insyncAfterMs;
  return ok("GetChangeResponse", [printChangeInfo(change, insync ? "INSYNC" : "PENDING")]);
}

/** A change in the reply to the request that made it: always PENDING. */
export function printPending(change: StoredChange): XmlElement {
  return printChangeInfo(change, "PENDING");
}

function printChangeInfo(change: StoredChange, status: "PENDING" | "INSYNC"): XmlElement {
  return node("ChangeInfo", [
    leaf("Id", `/change/${change.id}`),
    leaf("Status", status),
    leaf("SubmittedAt", isoTime(change.submittedAt)),
    optionalLeaf("Comment", change.comment),
  ]);
}
