/** What the tests of this folder share: a fresh sandbox, the real SDK's client, and short ways to write changes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
  type RRType,
} from "@aws-sdk/client-route-53";
import { onTestFinished } from "vitest";
import { openSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/sandbox.ts";

export interface Workbench {
  readonly sandbox: Sandbox;
  readonly client: Route53Client;
  readonly folder: string;
  readonly zoneId: string;
  readonly time: { now: number };
  change(...changes: readonly Change[]): Promise<string>;
  list(): Promise<readonly ResourceRecordSet[]>;
}

/** Whose requests are those of the tests themselves. */
export const workbenchKey = "AKIDEXAMPLE";

/** A client that signs with made-up credentials. */
export function makeClient(endpoint: string, maxAttempts = 1): Route53Client {
  const credentials = { accessKeyId: workbenchKey, secretAccessKey: "example" };
  const client = new Route53Client({ endpoint, region: "us-east-1", credentials, maxAttempts });
  onTestFinished(() => client.destroy());
  return client;
}

/** An empty folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "signpost-sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A sandbox with the zone example.com, closed after the test. */
export async function openWorkbench(
  options: Partial<SandboxOptions> = {},
  maxAttempts = 1,
): Promise<Workbench> {
  const folder = options.folder ?? (await makeFolder());
  const time = { now: Date.UTC(2026, 0, 1) };
  const sandbox = await openSandbox({ now: () => time.now, ...options, folder });
  onTestFinished(() => sandbox.close());
  const client = makeClient(sandbox.route53Url, maxAttempts);
  const zoneId = await sandbox.ensureZone("example.com");
  return {
    sandbox,
    client,
    folder,
    zoneId,
    time,
    change: async (...changes) => {
      const reply = await client.send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes: [...changes] } }),
      );
      return reply.ChangeInfo?.Id ?? "";
    },
    list: () => listAll(client, zoneId),
  };
}

/** The whole zone but its own NS and SOA, page by page. */
export async function listAll(
  client: Route53Client,
  zoneId: string,
  size?: number,
): Promise<readonly ResourceRecordSet[]> {
  const all: ResourceRecordSet[] = [];
  let cursor: Pick<ResourceRecordSet, "Name" | "Type" | "SetIdentifier"> | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(client, zoneId, cursor, size);
    all.push(...(page.ResourceRecordSets ?? []));
    cursor =
      page.IsTruncated === true
        ? { Name: page.NextRecordName, Type: page.NextRecordType, SetIdentifier: page.NextRecordIdentifier }
        : null;
  } while (cursor !== null);
  return all
    .filter(({ Type }) => Type !== "SOA")
    .filter(({ Name, Type }) => !(Name === "example.com." && Type === "NS"));
}

function listPage(
  client: Route53Client,
  zoneId: string,
  cursor: Pick<ResourceRecordSet, "Name" | "Type" | "SetIdentifier"> | null,
  size: number | undefined,
) {
  return client.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      StartRecordName: cursor?.Name,
      StartRecordType: cursor?.Type,
      StartRecordIdentifier: cursor?.SetIdentifier,
      MaxItems: size,
    }),
  );
}

/** The error of a request that has to be refused. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly status: number | undefined }> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = "$metadata" in error ? error.$metadata : null;
    const status =
      typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
        ? metadata.httpStatusCode
        : null;
    return {
      code: error.name,
      message: error.message,
      status: typeof status === "number" ? status : undefined,
    };
  }
  throw new Error("the request was accepted");
}

export function create(recordSet: ResourceRecordSet): Change {
  return { Action: "CREATE", ResourceRecordSet: recordSet };
}

export function upsert(recordSet: ResourceRecordSet): Change {
  return { Action: "UPSERT", ResourceRecordSet: recordSet };
}

export function remove(recordSet: ResourceRecordSet): Change {
  return { Action: "DELETE", ResourceRecordSet: recordSet };
}

/** A record set with values; `rest` overrides. */
export function values(
  name: string,
  type: RRType,
  data: readonly string[],
  rest: Partial<ResourceRecordSet> = {},
): ResourceRecordSet {
  return { Name: name, Type: type, TTL: 60, ResourceRecords: data.map((Value) => ({ Value })), ...rest };
}

/** An A record set at a name, with a documentation address. */
export function a(
  name: string,
  rest: Partial<ResourceRecordSet> = {},
  address = "192.0.2.1",
): ResourceRecordSet {
  return values(name, "A", [address], rest);
}

/** An alias within the zone. */
export function alias(
  zoneId: string,
  name: string,
  target: string,
  rest: Partial<ResourceRecordSet> = {},
): ResourceRecordSet {
  return {
    Name: name,
    Type: "A",
    AliasTarget: { HostedZoneId: zoneId, DNSName: target, EvaluateTargetHealth: true },
    ...rest,
  };
}
