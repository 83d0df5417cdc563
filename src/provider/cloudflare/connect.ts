/** Opening a zone. Loaded only when a command really talks to Cloudflare. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Connection, ConnectOptions, Reading, Snapshot } from "../connection.ts";
import { ProviderError } from "../provider-error.ts";
import type { LiveResource, Resource } from "../resource.ts";
import { type CloudflareReads, type FoundZone, openClient, type Scope } from "./client.ts";
import { refTo } from "./objects.ts";
import { readZone } from "./read.ts";
import { readDown } from "./read-down.ts";
import { refOf } from "./resource.ts";
import { writeChanges } from "./write.ts";
import { orderWrites, titlesOf } from "./write-order.ts";

/** Finds the zone of a policy, for reading alone. Throws `ProviderError`. */
export async function openCloudflare(policy: Policy, options: ConnectOptions): Promise<Reading> {
  const { reading } = await readingOf(openClient(options), policy);
  return reading;
}

async function readingOf(
  api: CloudflareReads,
  policy: Policy,
): Promise<{ readonly reading: Reading; readonly scope: Scope }> {
  const found = await findZone(api, policy);
  const accountId = policy.providers.cloudflare?.accountId ?? found.accountId;
  const zone = { id: found.id, name: policy.zone, account: accountId };
  const scope = { zoneId: found.id, accountId };
  const read: Reading["read"] = (compiled, adopted = new Set()) =>
    readZone(api, zone, scope, policy, compiled, adopted);
  const reading: Reading = {
    zone,
    read,
    nameServers: async () => found.nameServers,
    readDown: (compiled, snapshot) => readDown(api, scope, compiled, snapshot),
    testAnswer: null,
  };
  return { reading, scope };
}

/** Finds the zone of a policy and opens it. Throws `ProviderError`. */
export async function connectCloudflare(policy: Policy, options: ConnectOptions): Promise<Connection> {
  const api = openClient(options);
  const { reading, scope } = await readingOf(api, policy);
  const { zone } = reading;
  return {
    ...reading,
    planBatches: async (changes, compiled, snapshot) => ({
      batches: titlesOf(orderWrites({ compiled, snapshot, policy: policy.name }, changes)).length,
      refusals: [],
    }),
    write: (changes, compiled, snapshot, writing) =>
      writeChanges(
        {
          api,
          zone,
          scope,
          policy: policy.name,
          compiled,
          snapshot,
          ids: idsIn(snapshot),
          written: new Map(),
          now: options.clock.now,
          sleep: (milliseconds) => options.clock.sleep(milliseconds, writing.signal),
        },
        changes,
        writing,
      ),
  };
}

/** Ids of everything that was read, by the reference that others know it by; of one reference, ours last. */
function idsIn({ resources, foreign, beside }: Snapshot): Map<string, string> {
  return new Map(
    [...beside.filter(isLive), ...foreign, ...resources]
      .filter(({ kind }) => kind === "monitor" || kind === "pool")
      .map((resource): [string, string] => [refTo(refOf(resource)), String(resource.raw.id)]),
  );
}

function isLive(resource: Resource): resource is LiveResource {
  return "raw" in resource;
}

/** By its id when the policy names one, else by its name. */
export async function findZone(api: CloudflareReads, policy: Policy): Promise<FoundZone> {
  const settings = policy.providers.cloudflare;
  const place = settings?.origin ?? null;
  const id = settings?.zoneId ?? null;
  if (id !== null) {
    const found = await api.zoneById(id);
    if (found === null) {
      throw refuse(
        diagnose("zone-not-found", { zone: policy.zone, provider: "Cloudflare", present: [] }, place),
      );
    }
    if (found.name === policy.zone) return found;
    throw refuse(diagnose("zone-mismatch", { zone: policy.zone, id, actual: found.name }, place));
  }
  const named = (await api.zonesNamed(policy.zone)).filter(({ name }) => name === policy.zone);
  const [only, ...others] = named;
  if (only === undefined) {
    throw refuse(
      diagnose("zone-not-found", { zone: policy.zone, provider: "Cloudflare", present: [] }, place),
    );
  }
  if (others.length > 0) {
    const args = { zone: policy.zone, provider: "Cloudflare", ids: named.map((zone) => zone.id) };
    throw refuse(diagnose("zone-ambiguous", args, place));
  }
  return only;
}

function refuse(diagnostic: Diagnostic): ProviderError {
  return new ProviderError("rejected", diagnostic);
}
