/** Opening a zone. Loaded only when a command really talks to Route 53. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Connection, ConnectOptions, Reading, Zone } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";
import type { Compiled } from "../resource.ts";
import { type Batch, batchLimits, buildBatches } from "./batch.ts";
import { canonicalName } from "./canonical.ts";
import { openClient, type Route53Reads } from "./client.ts";
import type { FoundZone } from "./found-zone.ts";
import { findObstacles } from "./obstacles.ts";
import { readZone } from "./read.ts";
import { readDown } from "./read-down.ts";
import { writeChanges } from "./write.ts";

/** Finds the zone of a policy, for reading alone. Throws `ProviderError`. */
export async function openRoute53(policy: Policy, options: ConnectOptions): Promise<Reading> {
  return readingOf(openClient(options), policy, options);
}

async function readingOf(api: Route53Reads, policy: Policy, options: ConnectOptions): Promise<Reading> {
  const zone = await findZone(api, policy);
  return {
    zone,
    async read(compiled, adopted = new Set()) {
      const snapshot = await readZone(api, zone, policy, compiled, adopted);
      return isOnThisMachine(options) ? snapshot : { ...snapshot, refusals: refuseAddresses(compiled) };
    },
    nameServers: () => api.nameServersOf(zone.id),
    testAnswer: (question) => api.testAnswer(zone.id, question),
    readDown: (compiled, snapshot) =>
      readDown(api, compiled, snapshot, { ...options, isUnlimited: isOnThisMachine(options) }),
  };
}

/** Finds the zone of a policy and opens it. Throws `ProviderError`. */
export async function connectRoute53(policy: Policy, options: ConnectOptions): Promise<Connection> {
  const api = openClient(options);
  const reading = await readingOf(api, policy, options);
  const { zone } = reading;
  return {
    ...reading,
    async planBatches(changes, _compiled, snapshot) {
      const batches = buildBatches(changes, {
        zoneId: zone.id,
        live: snapshot.resources,
        idOf: (ref) => ref,
        now: options.clock.now(),
      });
      const obstacles = await findObstacles(api, zone, changes, batches);
      return { batches: batches.length, refusals: [...batches.flatMap(refuseLarge), ...obstacles] };
    },
    write: (changes, compiled, snapshot, writing) =>
      writeChanges(
        {
          api,
          zone,
          policy: policy.name,
          formerly: policy.formerly,
          compiled,
          snapshot,
          now: options.clock.now,
          sleep: (milliseconds) => options.clock.sleep(milliseconds, writing.signal),
        },
        changes,
        writing,
      ),
  };
}

/** Only a single name's batch can be over the limits: names are packed together while they fit. */
function refuseLarge({ owners, elements, characters }: Batch): readonly Diagnostic[] {
  if (elements <= batchLimits.elements && characters <= batchLimits.characters) return [];
  const args = { name: owners.join(", "), elements, largest: batchLimits.elements };
  return [diagnose("name-too-large", args, null)];
}

/** The sandbox and emulators check nothing for real. */
function isOnThisMachine({ endpoint }: ConnectOptions): boolean {
  if (endpoint === null || !URL.canParse(endpoint)) return false;
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(endpoint).hostname);
}

/** AWS refuses checks of private and documentation addresses (API reference, HealthCheckConfig.IPAddress). */
function refuseAddresses(compiled: Compiled): readonly Diagnostic[] {
  return compiled.diagnostics.flatMap((diagnostic) =>
    diagnostic.code === "route53-unreachable"
      ? [diagnose("address-unreachable", diagnostic.args, diagnostic.place)]
      : [],
  );
}

/** By its id when the policy names one, else by its name; where that leaves a choice, the user is asked. */
export async function findZone(api: Route53Reads, policy: Policy): Promise<Zone> {
  const settings = policy.providers.route53;
  const id = settings?.hostedZoneId ?? null;
  if (id !== null) {
    const found = await api.zoneById(id);
    const actual = canonicalName(found.name);
    if (actual === policy.zone) return { id: found.id, name: actual, account: null };
    throw refuse(diagnose("zone-mismatch", { zone: policy.zone, id, actual }, settings?.origin ?? null));
  }
  const named = await zonesNamed(api, policy.zone);
  const [only, ...others] = named;
  const place = settings?.origin ?? null;
  if (only === undefined) {
    const present = await nearestZoneAbove(api, policy.zone);
    throw refuse(diagnose("zone-not-found", { zone: policy.zone, provider: "Route 53", present }, place));
  }
  if (others.length > 0) {
    const args = { zone: policy.zone, provider: "Route 53", ids: named.map(describeZone) };
    throw refuse(diagnose("zone-ambiguous", args, place));
  }
  if (only.isPrivate) throw refuse(diagnose("zone-private", { zone: policy.zone, id: only.id }, place));
  return { id: only.id, name: policy.zone, account: null };
}

/** ListHostedZonesByName starts at the name and goes on through the alphabet (API reference), so it is no filter. */
async function zonesNamed(api: Route53Reads, name: string): Promise<readonly FoundZone[]> {
  return (await api.zonesFrom(`${name}.`)).filter((zone) => canonicalName(zone.name) === name);
}

/** A zone that holds this name: often a record was taken for a zone. Top-level domains are nobody's. */
async function nearestZoneAbove(api: Route53Reads, name: string): Promise<readonly string[]> {
  const labels = name.split(".");
  for (let cut = 1; cut < labels.length - 1; cut++) {
    const above = labels.slice(cut).join(".");
    if ((await zonesNamed(api, above)).length > 0) return [above];
  }
  return [];
}

function describeZone(zone: FoundZone): string {
  return zone.isPrivate ? `${zone.id} (private)` : zone.id;
}

function refuse(diagnostic: Diagnostic): ProviderError {
  return new ProviderError("rejected", diagnostic);
}
