import { realpath } from "node:fs/promises";
import { controlHeader, controlPath, type EndpointStatus, type Identity } from "./control.ts";
import { findHolder } from "./lock.ts";

/** A sandbox that another process keeps in the foreground. */
export interface RunningSandbox {
  readonly identity: Identity;
  /** Makes the public zone if it is missing, and returns its id. */
  ensureZone(name: string): Promise<string>;
  listEndpoints(): Promise<readonly EndpointStatus[]>;
  /** Takes endpoints down, or lets them up again, and returns how all of them are. */
  setDown(targets: readonly string[], down: boolean): Promise<readonly EndpointStatus[]>;
}

const patienceMs = 3000;

/**
 * The sandbox that serves a folder in the foreground; null when none does. The lock says where it should be, and it
 * has to say itself that it is the one: the port can have gone to somebody else since.
 */
export async function findRunning(folder: string): Promise<RunningSandbox | null> {
  const holder = findHolder(folder);
  const url = holder?.route53Url ?? null;
  if (holder === null || url === null || !/^http:\/\/127\.0\.0\.1:[0-9]{1,5}$/.test(url)) return null;
  const identity = await send(url, controlPath, null).catch(() => null);
  if (!isIdentity(identity) || !identity.foreground) return null;
  if (identity.pid !== holder.pid || identity.folder !== (await realpath(folder))) return null;
  return {
    identity,
    ensureZone: async (name) => {
      const made = await send(url, `${controlPath}/zones`, { name });
      if (isObject(made) && "id" in made && typeof made.id === "string") return made.id;
      throw new Error("the sandbox didn't say which zone it made");
    },
    listEndpoints: async () => readEndpoints(await send(url, `${controlPath}/endpoints`, null)),
    setDown: async (targets, down) =>
      readEndpoints(await send(url, `${controlPath}/endpoints`, { targets, down })),
  };
}

/** Sends a body with POST, or asks with GET without one. Throws what the sandbox says is wrong. */
async function send(url: string, path: string, body: object | null): Promise<unknown> {
  const reply = await fetch(url + path, {
    headers: { [controlHeader]: "1" },
    signal: AbortSignal.timeout(patienceMs),
    ...(body === null ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const answer: unknown = await reply.json();
  if (reply.ok) return answer;
  const said = isObject(answer) && "error" in answer ? String(answer.error) : `status ${reply.status}`;
  throw new Error(said);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isIdentity(value: unknown): value is Identity {
  return (
    isObject(value) &&
    "sandbox" in value &&
    value.sandbox === 1 &&
    "folder" in value &&
    typeof value.folder === "string" &&
    "pid" in value &&
    "foreground" in value &&
    "route53Url" in value &&
    "dnsPort" in value &&
    "cloudflareUrl" in value &&
    "cloudflareDnsPort" in value &&
    "probing" in value
  );
}

function readEndpoints(value: unknown): readonly EndpointStatus[] {
  const list: unknown = isObject(value) && "endpoints" in value ? value.endpoints : null;
  if (Array.isArray(list) && list.every(isEndpoint)) return list;
  throw new Error("the sandbox's answer makes no sense: another version of Signpost may be serving");
}

function isEndpoint(value: unknown): value is EndpointStatus {
  return (
    isObject(value) &&
    "target" in value &&
    typeof value.target === "string" &&
    "healthy" in value &&
    "setDown" in value &&
    "checks" in value &&
    Array.isArray(value.checks)
  );
}
