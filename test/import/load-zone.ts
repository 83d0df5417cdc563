/** Puts a zone that somebody made by hand into the sandbox, through the vendors' own APIs. */
import {
  ChangeCidrCollectionCommand,
  CreateCidrCollectionCommand,
  CreateHealthCheckCommand,
  type HealthCheckConfig,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { type Imported, type ImportRequest, importPolicy } from "../../src/import/import.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import type { Policy, ProviderId } from "../../src/policy/policy.ts";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import { providers } from "../../src/provider/registry.ts";
import type { Resource } from "../../src/provider/resource.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { openLab } from "../provider/lab.ts";
import { create } from "../sandbox/workbench.ts";

/** What somebody made. `ref:` stands in front of what gets an id. */
export interface HandMade {
  readonly provider?: ProviderId;
  readonly healthChecks?: Readonly<Record<string, HealthCheckConfig>>;
  readonly cidrCollections?: Readonly<Record<string, Readonly<Record<string, string[]>>>>;
  readonly recordSets?: readonly ResourceRecordSet[];
  readonly monitors?: Readonly<Record<string, object>>;
  readonly pools?: readonly { readonly name: string }[];
  readonly loadBalancers?: readonly object[];
  readonly dnsRecords?: readonly object[];
}

/** Makes it, and returns how to get there. */
export async function makeZone(made: HandMade): Promise<ConnectOptions> {
  return made.provider === "cloudflare" ? makeCloudflare(made) : makeRoute53(made);
}

async function makeRoute53(made: HandMade): Promise<ConnectOptions> {
  const lab = await openLab();
  const ids = new Map([["ref:zone", lab.zoneId.replace("/hostedzone/", "")]]);
  for (const [ref, config] of Object.entries(made.healthChecks ?? {})) {
    const command = new CreateHealthCheckCommand({ CallerReference: ref, HealthCheckConfig: config });
    ids.set(`ref:${ref}`, (await lab.client.send(command)).HealthCheck?.Id ?? "");
  }
  for (const [name, locations] of Object.entries(made.cidrCollections ?? {})) {
    const command = new CreateCidrCollectionCommand({ Name: name, CallerReference: name });
    const id = (await lab.client.send(command)).Collection?.Id ?? "";
    ids.set(`ref:${name}`, id);
    const changes = Object.entries(locations).map(
      ([location, blocks]) => ({ LocationName: location, Action: "PUT", CidrList: blocks }) as const,
    );
    await lab.client.send(new ChangeCidrCollectionCommand({ Id: id, Changes: changes }));
  }
  const sets: readonly ResourceRecordSet[] = fillIn(made.recordSets ?? [], ids);
  // What aliases lead to comes first.
  const height = (set: ResourceRecordSet): number =>
    set.AliasTarget === undefined
      ? 0
      : 1 +
        Math.max(
          0,
          ...sets
            .filter((other) => other.Name === set.AliasTarget?.DNSName && other.Type === set.Type)
            .map(height),
        );
  await lab.change(...[...sets].sort((one, other) => height(one) - height(other)).map(create));
  return lab.connecting;
}

async function makeCloudflare(made: HandMade): Promise<ConnectOptions> {
  const lab = await openCloudflareLab();
  const account = `/accounts/${lab.accountId}/load_balancers`;
  const ids = new Map<string, string>();
  const post = async (path: string, body: object) =>
    (await lab.send("POST", path, fillIn(body, ids))) as { readonly id: string };
  for (const [ref, body] of Object.entries(made.monitors ?? {})) {
    ids.set(`ref:${ref}`, (await post(`${account}/monitors`, body)).id);
  }
  for (const body of made.pools ?? []) ids.set(`ref:${body.name}`, (await post(`${account}/pools`, body)).id);
  for (const body of made.dnsRecords ?? []) await post(`/zones/${lab.zoneId}/dns_records`, body);
  for (const body of made.loadBalancers ?? []) await post(`/zones/${lab.zoneId}/load_balancers`, body);
  return lab.connecting;
}

/** References become ids, wherever they stand. */
function fillIn<T>(value: T, ids: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value).replaceAll(/"(ref:[^"]*)"/gu, (_all, ref: string) => {
    const id = ids.get(ref);
    if (id === undefined) throw new Error(`${ref} was not made`);
    return JSON.stringify(id);
  });
  return JSON.parse(text);
}

/** Everything in the zone, as a command reads it. */
export async function readZone(
  provider: ProviderId,
  connecting: ConnectOptions,
): Promise<readonly Resource[]> {
  const connection = await providers[provider].connect(somePolicy(provider), connecting);
  const { resources, foreign, beside } = await connection.read({
    resources: [],
    units: new Map(),
    skews: new Map(),
    answeredAs: new Map(),
    unrounded: new Map(),
    nearest: () => null,
    diagnostics: [],
  });
  return [...resources, ...foreign, ...beside];
}

/** Imports what was read. */
export function importFrom(
  resources: readonly Resource[],
  provider: ProviderId,
  request: Partial<ImportRequest> = {},
): Imported {
  return importPolicy(resources, {
    zone: "example.com",
    name: "example",
    provider,
    names: null,
    settings: {},
    ...request,
  });
}

function somePolicy(provider: ProviderId): Policy {
  const { policy } = loadPolicy({
    path: "some.json",
    text: JSON.stringify({
      version: 1,
      name: "example",
      zone: "example.com",
      providers: { [provider]: {} },
      endpoints: { one: { ipv4: "192.0.2.1" } },
      records: { one: { ttl: "1m", to: "one" } },
    }),
  });
  if (policy === null) throw new Error("no policy");
  return policy;
}
