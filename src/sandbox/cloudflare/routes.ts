/** The operations, by method and path. */
import type { Account, Subject } from "./account.ts";
import { notFound } from "./api-error.ts";
import {
  changeObject,
  createObject,
  deleteObject,
  getObject,
  type Kind,
  listObjects,
  type Outcome,
  type Place,
} from "./objects.ts";
import {
  changeRecord,
  changeRecords,
  filterRecords,
  findZone,
  getRecord,
  type RecordCall,
} from "./records.ts";
import { referencesOf } from "./references.ts";
import { accountId, type CloudflareState, type Stored } from "./state.ts";
import { describeZone } from "./zones.ts";

export interface Call {
  readonly state: CloudflareState;
  readonly account: Account;
  readonly now: number;
  readonly body: unknown;
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  /** What the monitors see of a pool, by data centre. */
  readonly healthOf: (pool: Stored) => object;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  /** For troubles and observers: "POST pools". */
  readonly name: string;
  /** What permission it needs; null: none. */
  readonly subject: Subject | null;
  /** Whether its list is cut into pages on every account. */
  readonly paged?: true;
  readonly run: (call: Call) => Outcome | { readonly result: unknown };
}

function checkAccount({ param }: Call): null {
  if (param("account") !== accountId) throw notFound("account");
  return null;
}

/** Pools and monitors are the account's, load balancers a zone's. */
function objectRoutes(kind: Kind, base: string, isOfZone: boolean): readonly Route[] {
  const at = (call: Call): Place => {
    const zone = isOfZone ? findZone(call.state, call.param("zone")) : checkAccount(call);
    return { state: call.state, account: call.account, kind, zone };
  };
  const subject = kind === "load_balancers" ? "Load Balancers" : "Load Balancing: Monitors and Pools";
  const one = `${base}/:id`;
  return [
    {
      method: "GET",
      path: base,
      name: `GET ${kind}`,
      subject,
      run: (call) => {
        const monitor = kind === "pools" ? call.query("monitor") : undefined;
        const all = listObjects(at(call));
        return { result: monitor === undefined ? all : all.filter((pool) => pool.monitor === monitor) };
      },
    },
    {
      method: "POST",
      path: base,
      name: `POST ${kind}`,
      subject,
      run: (call) => createObject(at(call), call.body, call.now),
    },
    {
      method: "GET",
      path: one,
      name: `GET ${kind}/id`,
      subject,
      run: (call) => ({ result: getObject(at(call), call.param("id")) }),
    },
    {
      method: "PATCH",
      path: one,
      name: `PATCH ${kind}/id`,
      subject,
      run: (call) => changeObject(at(call), call.param("id"), call.body, call.now, "edit"),
    },
    {
      method: "PUT",
      path: one,
      name: `PUT ${kind}/id`,
      subject,
      run: (call) => changeObject(at(call), call.param("id"), call.body, call.now, "replace"),
    },
    {
      method: "DELETE",
      path: one,
      name: `DELETE ${kind}/id`,
      subject,
      run: (call) => deleteObject(at(call), call.param("id")),
    },
  ];
}

function referenceRoute(kind: "monitors" | "pools"): Route {
  return {
    method: "GET",
    path: `/accounts/:account/load_balancers/${kind}/:id/references`,
    name: `GET ${kind}/id/references`,
    subject: "Load Balancing: Monitors and Pools",
    run: (call) => {
      const { state, account } = call;
      const { id } = getObject({ state, account, kind, zone: checkAccount(call) }, call.param("id"));
      return { result: referencesOf(state, kind, id) };
    },
  };
}

function recordCall({ state, account, now, param }: Call): RecordCall {
  return { state, account, now, zone: findZone(state, param("zone")) };
}

const records = "/zones/:zone/dns_records";

const recordRoutes: readonly Route[] = [
  {
    method: "POST",
    path: `${records}/batch`,
    name: "POST dns_records/batch",
    subject: "DNS",
    run: (call) => changeRecords(recordCall(call), call.body),
  },
  {
    method: "GET",
    path: records,
    name: "GET dns_records",
    subject: "DNS",
    paged: true,
    run: (call) => ({ result: filterRecords(findZone(call.state, call.param("zone")), call.query) }),
  },
  {
    method: "POST",
    path: records,
    name: "POST dns_records",
    subject: "DNS",
    run: (call) => changeRecord(recordCall(call), { kind: "create", body: call.body }),
  },
  {
    method: "GET",
    path: `${records}/:id`,
    name: "GET dns_records/id",
    subject: "DNS",
    run: (call) => ({ result: getRecord(findZone(call.state, call.param("zone")), call.param("id")) }),
  },
  {
    method: "PATCH",
    path: `${records}/:id`,
    name: "PATCH dns_records/id",
    subject: "DNS",
    run: (call) => changeRecord(recordCall(call), { kind: "edit", id: call.param("id"), body: call.body }),
  },
  {
    method: "PUT",
    path: `${records}/:id`,
    name: "PUT dns_records/id",
    subject: "DNS",
    run: (call) => changeRecord(recordCall(call), { kind: "replace", id: call.param("id"), body: call.body }),
  },
  {
    method: "DELETE",
    path: `${records}/:id`,
    name: "DELETE dns_records/id",
    subject: "DNS",
    run: (call) => changeRecord(recordCall(call), { kind: "delete", id: call.param("id") }),
  },
];

export const routes: readonly Route[] = [
  {
    method: "GET",
    path: "/user/tokens/verify",
    name: "GET tokens/verify",
    subject: null,
    run: () => ({ result: { id: "5a4d0b0e5a4d0b0e5a4d0b0e5a4d0b0e", status: "active" } }),
  },
  {
    method: "GET",
    path: "/zones",
    name: "GET zones",
    subject: "Zone",
    paged: true,
    run: ({ state, query }) => {
      const name = query("name");
      const found = [...state.zones.values()].filter((zone) => name === undefined || zone.name === name);
      return { result: found.map(describeZone) };
    },
  },
  {
    method: "GET",
    path: "/zones/:zone",
    name: "GET zones/id",
    subject: "Zone",
    run: (call) => ({ result: describeZone(findZone(call.state, call.param("zone"))) }),
  },
  referenceRoute("monitors"),
  referenceRoute("pools"),
  {
    method: "GET",
    path: "/accounts/:account/load_balancers/pools/:id/health",
    name: "GET pools/id/health",
    subject: "Load Balancing: Monitors and Pools",
    run: (call) => {
      const { state, account, healthOf } = call;
      const pool = getObject({ state, account, kind: "pools", zone: checkAccount(call) }, call.param("id"));
      return { result: { pool_id: pool.id, pop_health: healthOf(pool) } };
    },
  },
  ...objectRoutes("monitors", "/accounts/:account/load_balancers/monitors", false),
  ...objectRoutes("pools", "/accounts/:account/load_balancers/pools", false),
  ...objectRoutes("load_balancers", "/zones/:zone/load_balancers", true),
  ...recordRoutes,
];
