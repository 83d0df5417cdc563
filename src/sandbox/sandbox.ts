import { mkdir, realpath } from "node:fs/promises";
import { type AccountOptions, describeAccount } from "./cloudflare/account.ts";
import { answerQuestion as answerCloudflareQuestion } from "./cloudflare/dns/lookup.ts";
import { listMonitored } from "./cloudflare/endpoints.ts";
import { openCloudflareHealth } from "./cloudflare/health.ts";
import { type CloudflareObserver, cloudflarePath, mountCloudflare } from "./cloudflare/server.ts";
import { startCloudflareProber } from "./cloudflare/start-prober.ts";
import { emptyCloudflareStore, openCloudflareStore } from "./cloudflare/store.ts";
import { ensureCloudflareZone } from "./cloudflare/zones.ts";
import { type Controls, type EndpointStatus, mountControls } from "./control.ts";
import { answerQuestion } from "./dns/lookup.ts";
import { type DnsServer, startDnsServer } from "./dns/server.ts";
import { type FaultPlan, followPlan } from "./faults.ts";
import { listChecked, listEndpoints } from "./health/endpoints.ts";
import { openHealth } from "./health/health.ts";
import { openDownByHand } from "./health/set-down.ts";
import { startProber, type Turn } from "./health/start-prober.ts";
import { acquireLock } from "./lock.ts";
import { findBuiltIn } from "./places/built-in.ts";
import type { PlaceFinder } from "./places/place.ts";
import { type Limits, usualLimits } from "./route53/account-limits.ts";
import { normalizeName } from "./route53/names.ts";
import type { RecordSet } from "./route53/record-set.ts";
import { type RequestObserver, startServer } from "./route53/server.ts";
import { withEntry } from "./route53/state.ts";
import type { World } from "./route53/world.ts";
import { makeZone } from "./route53/zones.ts";
import { emptyStore, openStore, type StateStore } from "./store.ts";

export interface SandboxOptions {
  /** Where the state is kept, such as `.signpost/sandbox`. Made if missing. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds from a change to INSYNC; 0 by default. */
  readonly insyncAfterMs?: number;
  /** Milliseconds from a new check or origin to its first report; 0 by default. Probes report when they have seen. */
  readonly healthReportAfterMs?: number;
  readonly faults?: FaultPlan;
  /** Called before each request is carried out, for tests that step in between two of them. */
  readonly onRequest?: RequestObserver;
  readonly onCloudflareRequest?: CloudflareObserver;
  /** What the account may hold, where that isn't what a new account may. */
  readonly limits?: Partial<Limits>;
  /** What the Cloudflare account has bought, and what its token may do; everything by default. */
  readonly cloudflareAccount?: AccountOptions;
  /** For the vendors' APIs; a free one by default. */
  readonly port?: number;
  /** For Route 53's DNS, 0 for a free one. Without it none is answered. */
  readonly dnsPort?: number;
  /** For Cloudflare's DNS, 0 for a free one. Without it none is answered. */
  readonly cloudflareDnsPort?: number;
  /** Says so to other commands, which then use this sandbox instead of failing. */
  readonly foreground?: boolean;
  /** Runs the health checks for real, each at its own interval, or all at this one. */
  readonly probe?: { readonly intervalMs: number | null };
  readonly onTurn?: (turn: Turn) => void;
  /** Where clients are; the built-in table by default. */
  readonly find?: PlaceFinder;
  /** Chance, 0 to below 1. */
  readonly random?: () => number;
}

export interface Sandbox {
  /** The endpoint to give to a Route 53 client. */
  readonly route53Url: string;
  /** The base URL to give to a Cloudflare client. */
  readonly cloudflareUrl: string;
  /** Of Route 53's DNS. Null: it answers none. */
  readonly dnsPort: number | null;
  /** Of Cloudflare's DNS. Null: it answers none. */
  readonly cloudflareDnsPort: number | null;
  /** Makes the public zone at each vendor if it is missing, and returns its id at Route 53. */
  ensureZone(name: string): Promise<string>;
  /** Takes endpoints down by address, or name where a check has no address, or lets them up again. */
  setDown(targets: readonly string[], down: boolean): void;
  listEndpoints(): readonly EndpointStatus[];
  /** Puts a record set into a zone that no request could make, such as one of Traffic Flow. */
  plant(zoneId: string, recordSet: RecordSet): void;
  /** Stops listening and unlocks the folder. */
  close(): Promise<void>;
}

/**
 * Opens the local Route 53 and Cloudflare on the loopback interface, with the state of a folder.
 * @throws SandboxLocked while another process uses the folder, SandboxCorrupt when its state is damaged, PortTaken.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const lock = await acquireLock(folder);
  const closers: (() => Promise<void> | void)[] = [() => lock.release()];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const { now, probe } = options;
    const limits: Limits = { ...usualLimits, ...options.limits };
    const store = openStore(folder);
    const cloudflareStore = openCloudflareStore(folder);
    const troubleFor = followPlan(options.faults ?? [], now);
    const [find, random] = [options.find ?? findBuiltIn, options.random ?? Math.random];
    const onTurn = options.onTurn ?? (() => {});
    const prober =
      probe === undefined
        ? null
        : startProber({ store, now, intervalMs: probe.intervalMs, find, random, onTurn });
    if (prober !== null) closers.push(() => prober.close());
    const cloudflareProber =
      probe === undefined
        ? null
        : startCloudflareProber({ store: cloudflareStore, now, intervalMs: probe.intervalMs, onTurn });
    if (cloudflareProber !== null) closers.push(() => cloudflareProber.close());
    const reportAfterMs = options.healthReportAfterMs ?? 0;
    const downByHand = openDownByHand(now);
    const health = openHealth({ state: () => store.read(), now, downByHand, prober, reportAfterMs });
    const world: World = { ...health, find, random };
    const cloudflareHealth = openCloudflareHealth({
      store: cloudflareStore,
      now,
      downByHand,
      prober: cloudflareProber,
      reportAfterMs,
    });

    const running: { route53Url: string; dns: DnsServer | null; cloudflareDns: DnsServer | null } = {
      route53Url: "",
      dns: null,
      cloudflareDns: null,
    };
    const absolute = await realpath(folder);
    const controls: Controls = {
      identity: () => ({
        sandbox: 1,
        folder: absolute,
        pid: process.pid,
        foreground: options.foreground ?? false,
        route53Url: running.route53Url,
        dnsPort: running.dns?.port ?? null,
        cloudflareUrl: running.route53Url + cloudflarePath,
        cloudflareDnsPort: running.cloudflareDns?.port ?? null,
        probing: prober !== null,
      }),
      ensureZone: (name) => {
        ensureCloudflareZone(cloudflareStore, name);
        return ensureZone(store, name, limits);
      },
      listEndpoints: () =>
        listEndpoints(
          [...listChecked(store.read(), health), ...listMonitored(cloudflareStore.read(), cloudflareHealth)],
          downByHand,
        ),
      setDown: (targets, down) => {
        for (const target of targets) {
          downByHand.set(target, down);
          onTurn({ provider: null, target, healthy: !down, status: `Set ${down ? "down" : "up"} by hand.` });
        }
      },
    };
    const server = await startServer({
      store,
      now,
      insyncAfterMs: options.insyncAfterMs ?? 0,
      troubleFor,
      onRequest: options.onRequest ?? null,
      limits,
      world,
      port: options.port ?? 0,
      mount: (app) => {
        mountControls(app, controls);
        mountCloudflare(app, {
          store: cloudflareStore,
          account: describeAccount(options.cloudflareAccount ?? {}),
          now,
          healthOf: cloudflareHealth.describe,
          troubleFor,
          onRequest: options.onCloudflareRequest ?? null,
        });
      },
    });
    closers.push(() => server.close());
    running.route53Url = server.url;
    if (options.dnsPort !== undefined) {
      const dns = await startDnsServer(options.dnsPort, {
        find,
        answer: (question, client) => answerQuestion(store.read(), question, client, world),
      });
      closers.push(() => dns.close());
      running.dns = dns;
    }
    if (options.cloudflareDnsPort !== undefined) {
      const { isAlive } = cloudflareHealth;
      const dns = await startDnsServer(options.cloudflareDnsPort, {
        find,
        answer: (question, client) =>
          answerCloudflareQuestion(cloudflareStore.read(), question, client, { isAlive, random }),
      });
      closers.push(() => dns.close());
      running.cloudflareDns = dns;
    }
    lock.announce(server.url);
    return {
      ...controls,
      route53Url: server.url,
      cloudflareUrl: server.url + cloudflarePath,
      dnsPort: running.dns?.port ?? null,
      cloudflareDnsPort: running.cloudflareDns?.port ?? null,
      ensureZone: async (name) => controls.ensureZone(name),
      plant: (zoneId, recordSet) => plant(store, zoneId, recordSet),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Empties a folder's state.
 * @throws SandboxLocked while another process uses the folder.
 */
export async function resetSandbox(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lock = await acquireLock(folder);
  try {
    emptyStore(folder);
    emptyCloudflareStore(folder);
  } finally {
    lock.release();
  }
}

function ensureZone(store: StateStore, written: string, { hostedZones }: Limits): string {
  const before = store.read();
  const name = normalizeName(written);
  const found = name.ok
    ? [...before.zones.values()].find((zone) => zone.name === name.name && zone.vpc === null)
    : undefined;
  if (found !== undefined) return found.id;
  const callerReference = `sandbox-${before.serial}-${written}`.slice(0, 128);
  const wanted = { name: written, callerReference, comment: null, vpc: null };
  const { state, zone } = makeZone(before, wanted, hostedZones);
  store.commit(state);
  return zone.id;
}

function plant(store: StateStore, zoneId: string, recordSet: RecordSet): void {
  const state = store.read();
  const zone = state.zones.get(zoneId);
  if (zone === undefined) throw new Error(`the sandbox has no zone ${zoneId}`);
  const records = zone.records.copy();
  records.put(recordSet);
  store.commit({ ...state, zones: withEntry(state.zones, zoneId, { ...zone, records }) });
}
