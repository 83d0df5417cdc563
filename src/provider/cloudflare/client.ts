/**
 * The only file that knows the SDK: Cloudflare's operations as plain functions over plain data, its errors as
 * `ProviderError`s. Lists are paged by hand: the SDK reads only the first page of most of them.
 */
import { BaseCloudflare } from "cloudflare/client";
import type { ConnectOptions } from "../connection.ts";
import { ProviderError, providerError } from "../provider-error.ts";
import type { JsonObject } from "../resource.ts";
import { refuseUntrustedUrl } from "../trusted-endpoint.ts";
import { rejectCredentials, translateError } from "./client-error.ts";
import { readAll } from "./paging.ts";
import { isJsonObject, readList } from "./parse-reply.ts";
import { findHealthy, readReports } from "./pool-health.ts";
import { openBudget } from "./rate-budget.ts";
import { tryAgain } from "./retry.ts";

/** What can be listed, read and written alike. */
export type Collection = "load_balancers" | "pools" | "monitors" | "dns_records";

export interface FoundZone {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  /** Host names. */
  readonly nameServers: readonly string[];
}

/** Where the objects of one zone are: pools and monitors belong to its account. */
export interface Scope {
  readonly zoneId: string;
  readonly accountId: string;
}

/** The operations that change nothing. */
export interface CloudflareReads {
  zonesNamed(name: string): Promise<readonly FoundZone[]>;
  zoneById(id: string): Promise<FoundZone | null>;
  list(scope: Scope, collection: Collection): Promise<readonly JsonObject[]>;
  /** The records of one name. */
  recordsAt(scope: Scope, name: string): Promise<readonly JsonObject[]>;
  /** Null when it is gone. */
  get(scope: Scope, collection: Collection, id: string): Promise<JsonObject | null>;
  /** Names of what refers to a pool or a monitor. */
  referrersOf(scope: Scope, collection: "pools" | "monitors", id: string): Promise<readonly string[]>;
  /** Addresses of a pool that every data centre which reports on it has looked at. */
  checkedAddresses(scope: Scope, poolId: string): Promise<ReadonlySet<string>>;
  /** Addresses of a pool that most of the data centres which report on them find healthy. */
  healthyAddresses(scope: Scope, poolId: string): Promise<ReadonlySet<string>>;
  /** Whether it speaks with an API token, which can be verified, or with a key. */
  usesToken(): boolean;
  /** @param accountId - of a token that belongs to an account; null: to a user */
  verifyToken(accountId: string | null): Promise<TokenState>;
  /** Requests made so far. */
  calls(): number;
}

export interface TokenState {
  /** "active", "disabled" or "expired". */
  readonly status: string;
  /** As Cloudflare writes it; null for one that doesn't end. */
  readonly expiresOn: string | null;
}

/** A create is sent once: whether a failed one took effect must be looked at, not tried. */
export interface CloudflareWrites {
  create(scope: Scope, collection: Collection, body: JsonObject): Promise<JsonObject>;
  edit(scope: Scope, collection: Collection, id: string, body: JsonObject): Promise<void>;
  /** One that is already gone is no error. */
  remove(scope: Scope, collection: Collection, id: string): Promise<void>;
  /** Deletes, then edits, then creates, all or nothing. */
  changeRecords(scope: Scope, batch: RecordBatch): Promise<void>;
}

export interface RecordBatch {
  readonly deletes: readonly { readonly id: string }[];
  readonly patches: readonly JsonObject[];
  readonly posts: readonly JsonObject[];
}

export interface CloudflareApi extends CloudflareReads, CloudflareWrites {}

const vendorUrl = "https://api.cloudflare.com/client/v4";
/** The version of the API that the bodies here were written for. */
const apiVersion = "2026-10-02";
/** The largest page of pools, monitors and load balancers (OpenAPI); records come in larger ones. */
const pageSize = 1000;
const recordPageSize = 5000;
/** A vendor that never answered is given up soon: it is most likely the network. */
const beforeFirstReply = { timeout: 5_000, tries: 2 };
const afterFirstReply = { timeout: 30_000, tries: 4 };

type Verb = "get" | "post" | "patch" | "delete";

interface Asked {
  readonly verb: Verb;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
}

/** Opens a client. Nothing is sent yet. Throws `ProviderError` when there are no credentials. */
export function openClient(options: ConnectOptions): CloudflareApi {
  const client = openSdk(options);
  const secrets = [client.apiToken, client.apiKey, client.userServiceKey].flatMap((one) => one ?? []);
  const budget = openBudget(options);
  let calls = 0;
  let hasAnswered = false;

  async function sendOnce({ verb, path, query, body }: Asked): Promise<unknown> {
    const isRead = verb === "get";
    await budget.take();
    calls += 1;
    const { timeout } = hasAnswered ? afterFirstReply : beforeFirstReply;
    // A write that has begun is finished: whoever interrupts would otherwise not know what became of it.
    const abort = new AbortController();
    const interrupt = () => abort.abort();
    if (isRead && options.signal.aborted) interrupt();
    if (isRead) options.signal.addEventListener("abort", interrupt);
    const { signal } = abort;
    const sent = { timeout, maxRetries: 0, signal, ...(query && { query }), ...(body && { body }) };
    try {
      const reply = await client[verb]<unknown>(path, sent);
      hasAnswered = true;
      return reply;
    } catch (error) {
      hasAnswered ||= error instanceof Error && "status" in error && error.status !== undefined;
      throw translateError(error, { isRead, path, interrupted: signal.aborted, secrets });
    } finally {
      // The SDK leaves its listeners behind, so it gets a signal of its own for each request.
      options.signal.removeEventListener("abort", interrupt);
    }
  }

  /** Trying again is ours, not the SDK's: on the clock that is given, and each try counted. */
  const send = (asked: Asked) =>
    tryAgain(() => sendOnce(asked), {
      ...options,
      // What creates is sent again only when it was turned away unread.
      isRepeatable: asked.verb !== "post",
      tries: () => (hasAnswered ? afterFirstReply : beforeFirstReply).tries,
    });
  const read = async (path: string, query: Record<string, string | number> = {}) =>
    unwrap(await send({ verb: "get", path, query }));
  const list = (path: string, size: number, query: Record<string, string> = {}) =>
    readAll((page) => send({ verb: "get", path, query: { ...query, page, per_page: size } }), size);

  return {
    async zonesNamed(name) {
      return readList(await read("/zones", { name, per_page: 50 })).map(describeZone);
    },
    async zoneById(id) {
      const found = await orNull(read(`/zones/${encodeURIComponent(id)}`));
      return isJsonObject(found) ? describeZone(found) : null;
    },
    list: (scope, collection) =>
      list(pathOf(scope, collection), collection === "dns_records" ? recordPageSize : pageSize),
    async recordsAt(scope, name) {
      const found = await list(pathOf(scope, "dns_records"), recordPageSize, { "name.exact": name });
      return found.filter((record) => String(record.name).toLowerCase() === name);
    },
    async get(scope, collection, id) {
      const found = await orNull(read(pathOf(scope, collection, id)));
      return isJsonObject(found) ? found : null;
    },
    async referrersOf(scope, collection, id) {
      const found = await orNull(read(`${pathOf(scope, collection, id)}/references`));
      return readList(found).flatMap((one) =>
        one.reference_type === "referrer" ? [String(one.resource_name ?? one.resource_id)] : [],
      );
    },
    async checkedAddresses(scope, poolId) {
      const reports = readReports(await read(`${pathOf(scope, "pools", poolId)}/health`));
      const [first = new Map<string, boolean>(), ...others] = reports;
      return new Set([...first.keys()].filter((address) => others.every((one) => one.has(address))));
    },
    async healthyAddresses(scope, poolId) {
      const reports = readReports(await read(`${pathOf(scope, "pools", poolId)}/health`));
      return findHealthy(reports);
    },
    calls: () => calls,
    usesToken: () => client.apiToken !== null,
    async verifyToken(accountId) {
      const owner = accountId === null ? "/user" : `/accounts/${encodeURIComponent(accountId)}`;
      const found = await read(`${owner}/tokens/verify`);
      const { status, expires_on: end } = isJsonObject(found) ? found : {};
      return { status: String(status ?? "unknown"), expiresOn: typeof end === "string" ? end : null };
    },
    async create(scope, collection, body) {
      return mustBeObject(unwrap(await send({ verb: "post", path: pathOf(scope, collection), body })));
    },
    async edit(scope, collection, id, body) {
      await send({ verb: "patch", path: pathOf(scope, collection, id), body });
    },
    async remove(scope, collection, id) {
      await orNull(send({ verb: "delete", path: pathOf(scope, collection, id) }));
    },
    async changeRecords(scope, batch) {
      const path = `${pathOf(scope, "dns_records")}/batch`;
      await send({ verb: "post", path, body: batch });
    },
  };
}

function openSdk(options: ConnectOptions): BaseCloudflare {
  if (options.endpoint !== null) refuseUntrustedUrl("Cloudflare", options.endpoint);
  const client = new BaseCloudflare({
    // The environment could send the token elsewhere.
    baseURL: options.endpoint ?? vendorUrl,
    apiVersion,
    // Nothing in the API redirects, and only some of the headers with credentials would be left out on the way.
    fetchOptions: { redirect: "error" },
    ...(options.anonymous ? { apiToken: "sandbox", apiKey: null, apiEmail: null, userServiceKey: null } : {}),
    // Its log holds headers, and so the token.
    logLevel: "off",
  });
  const { apiToken, apiKey, apiEmail, userServiceKey } = client;
  rejectCredentials({ apiToken, apiKey, apiEmail, userServiceKey });
  // The SDK would send everything that it finds.
  if (apiToken !== null) client.apiKey = client.apiEmail = client.userServiceKey = null;
  return client;
}

function pathOf({ zoneId, accountId }: Scope, collection: Collection, id?: string): string {
  const one = id === undefined ? "" : `/${encodeURIComponent(id)}`;
  switch (collection) {
    case "load_balancers":
    case "dns_records":
      return `/zones/${encodeURIComponent(zoneId)}/${collection}${one}`;
    case "pools":
    case "monitors":
      return `/accounts/${encodeURIComponent(accountId)}/load_balancers/${collection}${one}`;
  }
}

/** What the envelope holds. */
function unwrap(reply: unknown): unknown {
  return isJsonObject(reply) ? reply.result : null;
}

/** A reply that says nothing: whether it was done has to be looked at. */
function mustBeObject(result: unknown): JsonObject {
  if (!isJsonObject(result)) throw providerError("unavailable", "Cloudflare", "the reply holds no object");
  return result;
}

function describeZone(raw: JsonObject): FoundZone {
  const account = raw.account;
  return {
    id: String(raw.id),
    name: String(raw.name),
    accountId: isJsonObject(account) ? String(account.id) : "",
    nameServers: Array.isArray(raw.name_servers) ? raw.name_servers.map(String) : [],
  };
}

async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ProviderError && error.kind === "notFound") return null;
    throw error;
  }
}
