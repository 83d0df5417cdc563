/** Making, changing and deleting monitors, pools and load balancers. Each returns the next state and what is answered. */
import type { Account } from "./account.ts";
import { notFound, stillReferenced } from "./api-error.ts";
import { type Body, readFields } from "./fields.ts";
import { type Judged, judgeBalancer, judgeMonitor, judgePool } from "./judge.ts";
import { isReferredTo } from "./references.ts";
import {
  loadBalancerDefaults,
  loadBalancerShape,
  monitorDefaults,
  monitorShape,
  poolDefaults,
  poolShape,
} from "./shapes.ts";
import {
  type CloudflareState,
  type CloudflareZone,
  makeId,
  type Stored,
  withEntry,
  withoutEntry,
} from "./state.ts";

export interface Outcome {
  readonly state: CloudflareState;
  readonly result: unknown;
}

export type Kind = "monitors" | "pools" | "load_balancers";

/** Where the objects of a kind are: those of a zone need the zone. */
export interface Place {
  readonly state: CloudflareState;
  readonly account: Account;
  readonly kind: Kind;
  readonly zone: CloudflareZone | null;
}

function tableOf({ state, kind, zone }: Place): ReadonlyMap<string, Stored> {
  if (kind === "monitors") return state.monitors;
  if (kind === "pools") return state.pools;
  return zone?.loadBalancers ?? new Map();
}

function withTable({ state, kind, zone }: Place, table: ReadonlyMap<string, Stored>): CloudflareState {
  if (kind === "monitors") return { ...state, monitors: table };
  if (kind === "pools") return { ...state, pools: table };
  if (zone === null) return state;
  return { ...state, zones: withEntry(state.zones, zone.id, { ...zone, loadBalancers: table }) };
}

export function listObjects(place: Place): readonly Stored[] {
  return [...tableOf(place).values()];
}

export function getObject(place: Place, id: string): Stored {
  const found = tableOf(place).get(id);
  if (found === undefined) throw notFound(place.kind);
  return found;
}

export function createObject(place: Place, body: unknown, now: number): Outcome {
  const id = makeId(place.state.serial);
  const at = spellTime(now, place.state.serial);
  const given = readFields(body, shapeOf(place.kind));
  const content = judge(place, { ...defaultsOf(place.kind), ...given }, null);
  return put(place, { ...content, id, created_on: at, modified_on: at });
}

/** PATCH replaces each field that is given and keeps the others; PUT resets what isn't given. */
export function changeObject(
  place: Place,
  id: string,
  body: unknown,
  now: number,
  manner: "edit" | "replace",
): Outcome {
  const before = getObject(place, id);
  const given = readFields(body, shapeOf(place.kind));
  const kept = manner === "edit" ? before : defaultsOf(place.kind);
  const content = judge(place, { ...kept, ...given }, id);
  const at = spellTime(now, place.state.serial);
  return put(place, { ...content, id, created_on: before.created_on, modified_on: at });
}

export function deleteObject(place: Place, id: string): Outcome {
  const { state, kind } = place;
  getObject(place, id);
  if (kind !== "load_balancers" && isReferredTo(state, kind, id)) throw stillReferenced();
  return { state: withTable(place, withoutEntry(tableOf(place), id)), result: { id } };
}

function put(place: Place, object: Stored): Outcome {
  const state = { ...place.state, serial: place.state.serial + 1 };
  const table = withEntry(tableOf(place), object.id, object);
  return { state: withTable({ ...place, state }, table), result: object };
}

function shapeOf(kind: Kind) {
  return kind === "monitors" ? monitorShape : kind === "pools" ? poolShape : loadBalancerShape;
}

function defaultsOf(kind: Kind): Body {
  return kind === "monitors" ? monitorDefaults : kind === "pools" ? poolDefaults : loadBalancerDefaults;
}

function judge({ state, account, kind, zone }: Place, content: Body, id: string | null): Body {
  const judged: Judged = { state, account, id };
  if (kind === "monitors") return judgeMonitor(content, judged);
  if (kind === "pools") return judgePool(content, judged);
  return judgeBalancer(content, zone, judged);
}

/** Two changes within a millisecond are told apart. */
export function spellTime(now: number, serial: number): string {
  const iso = new Date(now).toISOString();
  return `${iso.slice(0, -1)}${String(serial % 1000).padStart(3, "0")}Z`;
}
