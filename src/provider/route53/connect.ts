/** Opening a zone. Loaded only when a command really talks to Route 53. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Connection, ConnectOptions, Zone } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";
import type { Compiled } from "../resource.ts";
import { buildBatches } from "./batch.ts";
import { canonicalName } from "./canonical.ts";
import { type FoundZone, openClient, type Route53Reads } from "./client.ts";
import { readZone } from "./read.ts";
import { writeChanges } from "./write.ts";

/** Finds the zone of a policy and opens it. Throws `ProviderError`. */
export async function connectRoute53(policy: Policy, options: ConnectOptions): Promise<Connection> {
  const api = openClient(options);
  const zone = await findZone(api, policy);
  return {
    zone,
    async read(compiled) {
      const snapshot = await readZone(api, zone, policy.name, compiled);
      return isOnThisMachine(options) ? snapshot : { ...snapshot, refusals: refuseAddresses(compiled) };
    },
    countBatches: (changes, snapshot) =>
      buildBatches(changes, {
        zoneId: zone.id,
        live: snapshot.resources,
        idOf: (ref) => ref,
        now: options.clock.now(),
      }).length,
    write: (changes, compiled, snapshot, writing) =>
      writeChanges(
        {
          api,
          zone,
          policy: policy.name,
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
async function findZone(api: Route53Reads, policy: Policy): Promise<Zone> {
  const settings = policy.providers.route53;
  const id = settings?.hostedZoneId ?? null;
  if (id !== null) {
    const found = await api.zoneById(id);
    const actual = canonicalName(found.name);
    if (actual === policy.zone) return { id: found.id, name: actual };
    throw refuse(diagnose("zone-mismatch", { zone: policy.zone, id, actual }, settings?.origin ?? null));
  }
  // ListHostedZonesByName starts at the name and goes on through the alphabet.
  const found = await api.zonesFrom(`${policy.zone}.`);
  const named = found.filter((zone) => canonicalName(zone.name) === policy.zone);
  const [only, ...others] = named;
  const place = settings?.origin ?? null;
  if (only === undefined) {
    const present = found
      .map((zone) => canonicalName(zone.name))
      .filter((name) => policy.zone.endsWith(`.${name}`));
    throw refuse(diagnose("zone-not-found", { zone: policy.zone, provider: "Route 53", present }, place));
  }
  if (others.length > 0) {
    const args = { zone: policy.zone, provider: "Route 53", ids: named.map(describeZone) };
    throw refuse(diagnose("zone-ambiguous", args, place));
  }
  if (only.isPrivate) throw refuse(diagnose("zone-private", { zone: policy.zone, id: only.id }, place));
  return { id: only.id, name: policy.zone };
}

function describeZone(zone: FoundZone): string {
  return zone.isPrivate ? `${zone.id} (private)` : zone.id;
}

function refuse(diagnostic: Diagnostic): ProviderError {
  return new ProviderError("rejected", diagnostic);
}
