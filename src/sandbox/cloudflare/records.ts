/** DNS records, one by one and in batches. */
import { isIPv4, isIPv6 } from "node:net";
import type { Account } from "./account.ts";
import { CloudflareApiError, invalid, notFound } from "./api-error.ts";
import { type Body, isBody, readFields } from "./fields.ts";
import { type Outcome, spellTime } from "./objects.ts";
import { recordDefaults, recordShape } from "./shapes.ts";
import { type CloudflareState, type CloudflareZone, makeId, type Stored, withEntry } from "./state.ts";

/** Records on their way to another state: a large batch copies the table once. */
interface Draft {
  readonly zone: CloudflareZone;
  readonly account: Account;
  readonly now: number;
  readonly records: Map<string, Stored>;
  /** Ids of the records at each name. */
  readonly atName: Map<string, Set<string>>;
  serial: number;
}

export interface RecordCall {
  readonly state: CloudflareState;
  readonly account: Account;
  readonly zone: CloudflareZone;
  readonly now: number;
}

export type RecordChange =
  | { readonly kind: "create"; readonly body: unknown }
  | { readonly kind: "edit" | "replace"; readonly id: string; readonly body: unknown }
  | { readonly kind: "delete"; readonly id: string };

export function getRecord(zone: CloudflareZone, id: string): Stored {
  const found = zone.records.get(id);
  // What the API says of records alone.
  if (found === undefined) throw new CloudflareApiError(404, 81_044, "Record does not exist.");
  return found;
}

export function changeRecord(call: RecordCall, change: RecordChange): Outcome {
  const draft = openDraft(call);
  const result = carryOut(draft, change);
  return { state: finish(call, draft), result };
}

/** Deletes, patches, puts, then posts, in one transaction: a mistake anywhere changes nothing. */
export function changeRecords(call: RecordCall, body: unknown): Outcome {
  if (!isBody(body)) throw invalid("body must be an object");
  const { deletes, patches, puts, posts, ...others } = body;
  const [unknownField] = Object.keys(others);
  if (unknownField !== undefined) throw invalid(`unknown field ${unknownField}`);
  const lists = [readList(deletes), readList(patches), readList(puts), readList(posts)] as const;
  const count = lists.reduce((sum, list) => sum + list.length, 0);
  if (count > call.account.recordsPerBatch) {
    throw invalid(`a batch holds at most ${call.account.recordsPerBatch} changes`);
  }
  const draft = openDraft(call);
  const run = (list: readonly unknown[], describe: (one: unknown) => RecordChange) =>
    list.map((one) => carryOut(draft, describe(one)));
  const result = {
    deletes: run(lists[0], (one) => ({ kind: "delete", id: idOf(one) })),
    patches: run(lists[1], (one) => ({ kind: "edit", id: idOf(one), body: withoutId(one) })),
    puts: run(lists[2], (one) => ({ kind: "replace", id: idOf(one), body: withoutId(one) })),
    posts: run(lists[3], (one) => ({ kind: "create", body: one })),
  };
  return { state: finish(call, draft), result };
}

function readList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid("deletes, patches, puts and posts must be lists");
  return value;
}

function idOf(item: unknown): string {
  if (!isBody(item) || typeof item.id !== "string") throw invalid("id is required");
  return item.id;
}

function withoutId(item: unknown): Body {
  const { id: _, ...body } = isBody(item) ? item : {};
  return body;
}

function openDraft({ state, account, zone, now }: RecordCall): Draft {
  const atName = new Map<string, Set<string>>();
  for (const record of zone.records.values()) note(atName, record);
  return { zone, account, now, records: new Map(zone.records), atName, serial: state.serial };
}

function note(atName: Map<string, Set<string>>, { id, name }: Stored): void {
  const ids = atName.get(String(name)) ?? new Set<string>();
  atName.set(String(name), ids.add(id));
}

function finish({ state, zone }: RecordCall, { records, serial }: Draft): CloudflareState {
  return { ...state, serial, zones: withEntry(state.zones, zone.id, { ...zone, records }) };
}

function carryOut(draft: Draft, change: RecordChange): Stored | { readonly id: string } {
  if (change.kind === "create") {
    const id = makeId(draft.serial);
    const at = spellTime(draft.now, draft.serial);
    const content = judge(draft, { ...recordDefaults, ...readFields(change.body, recordShape) }, null);
    return keep(draft, { ...content, id, created_on: at, modified_on: at });
  }
  const before = getRecord({ ...draft.zone, records: draft.records }, change.id);
  if (change.kind === "delete") {
    draft.records.delete(change.id);
    draft.atName.get(String(before.name))?.delete(change.id);
    return { id: change.id };
  }
  const kept = change.kind === "edit" ? before : recordDefaults;
  const content = judge(draft, { ...kept, ...readFields(change.body, recordShape) }, change.id);
  draft.atName.get(String(before.name))?.delete(change.id);
  const at = spellTime(draft.now, draft.serial);
  return keep(draft, { ...content, id: change.id, created_on: before.created_on, modified_on: at });
}

function keep(draft: Draft, record: Stored): Stored {
  draft.records.set(record.id, record);
  note(draft.atName, record);
  draft.serial += 1;
  return record;
}

const addressTypes: readonly unknown[] = ["A", "AAAA", "CNAME"];

function judge(draft: Draft, written: Body, id: string | null): Body {
  const { type, content: value, ttl, proxied } = written;
  if (typeof written.name !== "string" || typeof type !== "string" || typeof value !== "string") {
    throw invalid("name, type and content are required");
  }
  const name = spellName(written.name, draft.zone.name);
  checkContent(type, value);
  const least = draft.account.limits.enterprise ? 30 : 60;
  if (typeof ttl === "number" && ttl !== 1 && ttl < least) {
    throw new CloudflareApiError(
      400,
      9021,
      `Invalid TTL. Must be between ${least} and 86400 seconds, or 1 for Automatic.`,
    );
  }
  const canBeProxied = addressTypes.includes(type);
  if (proxied === true && !canBeProxied) {
    throw new CloudflareApiError(400, 9004, "This record type cannot be proxied.");
  }
  for (const otherId of draft.atName.get(name) ?? []) {
    const other = draft.records.get(otherId);
    if (other === undefined || otherId === id) continue;
    if (other.type === type && other.content === value) {
      throw new CloudflareApiError(400, 81_058, "An identical record already exists.");
    }
    if (![type, other.type].includes("CNAME") || !canBeProxied || !addressTypes.includes(other.type))
      continue;
    throw new CloudflareApiError(400, 81_053, "An A, AAAA, or CNAME record with that host already exists.");
  }
  // Proxied records have Cloudflare's own TTL.
  return { ...written, name, proxiable: canBeProxied, ttl: proxied === true ? 1 : ttl };
}

/** Names are completed with the zone's: `@` and `www` will do. */
function spellName(written: string, zone: string): string {
  const name = written.toLowerCase().replace(/\.$/, "");
  if (name === "@" || name === zone) return zone;
  return name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
}

function checkContent(type: string, value: string): void {
  if (type === "A" && !isIPv4(value)) {
    throw new CloudflareApiError(400, 9005, "Content for A record must be a valid IPv4 address.");
  }
  if (type === "AAAA" && !isIPv6(value)) {
    throw new CloudflareApiError(400, 9006, "Content for AAAA record must be a valid IPv6 address.");
  }
  if (type === "CNAME" && !/^[\w*-]+(?:\.[\w-]+)*\.?$/.test(value)) {
    throw new CloudflareApiError(400, 9007, "Content for CNAME record is invalid.");
  }
}

/** The records that a list's filters let through. */
export function filterRecords(
  zone: CloudflareZone,
  query: (name: string) => string | undefined,
): readonly Stored[] {
  const wanted = (record: Stored, field: string, ...filters: readonly string[]) =>
    filters.every((filter) => {
      const value = query(filter);
      return value === undefined || String(record[field]).toLowerCase() === value.toLowerCase();
    });
  const begins = query("comment.startswith");
  return [...zone.records.values()].filter(
    (record) =>
      wanted(record, "name", "name", "name.exact") &&
      wanted(record, "type", "type") &&
      wanted(record, "content", "content", "content.exact") &&
      (begins === undefined || String(record.comment).startsWith(begins)),
  );
}

export function findZone(state: CloudflareState, id: string): CloudflareZone {
  const zone = state.zones.get(id);
  if (zone === undefined) throw notFound("zone");
  return zone;
}
