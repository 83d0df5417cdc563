import { mkdir } from "node:fs/promises";
import { type FaultPlan, followPlan } from "./faults.ts";
import { acquireLock } from "./lock.ts";
import { normalizeName } from "./route53/names.ts";
import { type RequestObserver, startServer } from "./route53/server.ts";
import { makeZone } from "./route53/zones.ts";
import { openStore, type StateStore } from "./store.ts";

export interface SandboxOptions {
  /** Where the state is kept, such as `.signpost/sandbox`. Made if missing. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds from a change to INSYNC; 0 by default. */
  readonly insyncAfterMs?: number;
  /** Milliseconds from a new health check to its first report; 0 by default. */
  readonly healthReportAfterMs?: number;
  readonly faults?: FaultPlan;
  /** Called before each request is carried out, for tests that step in between two of them. */
  readonly onRequest?: RequestObserver;
}

export interface Sandbox {
  /** The endpoint to give to a Route 53 client. */
  readonly route53Url: string;
  /** Makes the public zone if it is missing, and returns its id. */
  ensureZone(name: string): Promise<string>;
  /** Stops listening and unlocks the folder. */
  close(): Promise<void>;
}

/**
 * Opens the local Route 53 on a loopback port, with the state of a folder.
 * @throws SandboxLocked while another process uses the folder, SandboxCorrupt when its state is damaged.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const lock = await acquireLock(folder);
  try {
    const store = openStore(folder);
    const server = await startServer({
      store,
      now: options.now,
      delays: {
        insyncAfter: options.insyncAfterMs ?? 0,
        healthReportAfter: options.healthReportAfterMs ?? 0,
      },
      troubleFor: followPlan(options.faults ?? []),
      onRequest: options.onRequest ?? null,
    });
    lock.announce(server.url);
    return {
      route53Url: server.url,
      ensureZone: async (name) => ensureZone(store, name),
      close: async () => {
        await server.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function ensureZone(store: StateStore, written: string): string {
  const before = store.read();
  const name = normalizeName(written);
  const found = name.ok
    ? [...before.zones.values()].find((zone) => zone.name === name.name && zone.vpc === null)
    : undefined;
  if (found !== undefined) return found.id;
  const callerReference = `sandbox-${before.serial}-${written}`.slice(0, 128);
  const { state, zone } = makeZone(before, { name: written, callerReference, comment: null, vpc: null });
  store.commit(state);
  return zone.id;
}
