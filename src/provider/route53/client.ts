/**
 * The only file that knows the SDK: Route 53's operations as plain functions over plain data, its errors as
 * `ProviderError`s.
 */
import {
  type Change,
  ChangeCidrCollectionCommand,
  ChangeResourceRecordSetsCommand,
  CreateCidrCollectionCommand,
  CreateHealthCheckCommand,
  DeleteCidrCollectionCommand,
  DeleteHealthCheckCommand,
  GetAccountLimitCommand,
  GetChangeCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  GetHostedZoneLimitCommand,
  type HealthCheck,
  ListCidrBlocksCommand,
  ListCidrCollectionsCommand,
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetProtectionsCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ResourceRecordSet,
  type ResourceRecordSetProtection,
  Route53Client,
  type HealthCheckConfig as SdkConfig,
  TestDNSAnswerCommand,
  UpdateHealthCheckCommand,
  type UpdateHealthCheckCommandInput,
} from "@aws-sdk/client-route-53";
import type { ConnectOptions, TestedAnswer, TestedQuestion } from "../connection.ts";
import { refuseUntrustedRequest, refuseUntrustedUrl } from "../trusted-endpoint.ts";
import { orGone, translateError } from "./client-error.ts";
import { awaitFirstAnswer } from "./first-answer.ts";
import { describeZone, type FoundZone } from "./found-zone.ts";
import { describeQuota, type Quota } from "./quota.ts";
import { type BlockChange, describeBlockChanges, groupBlocks, type RawCollection } from "./raw-collection.ts";
import { readPages, tokenOf } from "./read-pages.ts";
import { watchReplies } from "./reply-time.ts";
import { retryOnClock } from "./retry.ts";
import { secretsIn } from "./secrets.ts";
import { describeQuestion } from "./tested-question.ts";

export type RawRecordSet = ResourceRecordSet;
export type RawHealthCheck = HealthCheck;
export type RawChange = Change;
export type RawProtection = ResourceRecordSetProtection;
export type RawHealthCheckConfig = SdkConfig;
export type RawHealthCheckUpdate = Omit<UpdateHealthCheckCommandInput, "HealthCheckId">;

/** The operations that change nothing. */
export interface Route53Reads {
  zonesFrom(name: string): Promise<readonly FoundZone[]>;
  zoneById(id: string): Promise<FoundZone>;
  /** All record sets of a zone, page by page: the SDK has no paginator for them. */
  recordSets(zoneId: string): Promise<readonly RawRecordSet[]>;
  healthChecks(): Promise<readonly RawHealthCheck[]>;
  /** CIDR collections whose name begins like this or that have one of these ids, with all their blocks. */
  cidrCollections(prefixes: readonly string[], ids: ReadonlySet<string>): Promise<readonly RawCollection[]>;
  /** Names and types that nobody may change. */
  protections(zoneId: string): Promise<readonly RawProtection[]>;
  recordSetQuota(zoneId: string): Promise<Quota>;
  healthCheckQuota(): Promise<Quota>;
  isInSync(changeId: string): Promise<boolean>;
  /** What each of the vendor's checkers that has reported says. */
  statusesOf(healthCheckId: string): Promise<readonly string[]>;
  /** Host names of a zone's delegation set. */
  nameServersOf(zoneId: string): Promise<readonly string[]>;
  testAnswer(zoneId: string, question: TestedQuestion): Promise<TestedAnswer>;
  /** Whose credentials were found; the account only where they say it. Sends nothing to Route 53. */
  identity(): Promise<{ readonly key: string; readonly account: string | null }>;
  /** By how many milliseconds the vendor's clock was ahead of ours in its last answer; null before there was one. */
  clockSkew(): number | null;
  /** Requests made so far. */
  calls(): number;
}

export interface Route53Writes {
  /** One atomic batch. Returns the id to ask `isInSync` about. */
  changeRecordSets(zoneId: string, changes: readonly RawChange[], comment: string): Promise<string>;
  /** The same reference and configuration again give the same check; another's reference is a conflict. */
  createHealthCheck(reference: string, config: RawHealthCheckConfig): Promise<RawHealthCheck>;
  /** Fails as a conflict when the version is no longer the one given. */
  updateHealthCheck(id: string, update: RawHealthCheckUpdate): Promise<void>;
  /** Makes an empty collection; the same reference and name again give the same one. Returns its id. */
  createCollection(name: string, reference: string): Promise<string>;
  changeCollection(id: string, version: number | null, changes: readonly BlockChange[]): Promise<void>;
  /** Only an empty collection can be deleted. One that is already gone is no error. */
  deleteCollection(id: string): Promise<void>;
  /** One that is already gone is no error. */
  deleteHealthCheck(id: string): Promise<void>;
}

export interface Route53Api extends Route53Reads, Route53Writes {}

/** Milliseconds for a connection to be made; without it a host that swallows packets is waited for for minutes. */
const connectionTimeout = 5000;
/** Milliseconds for an answer. Whether a write that wasn't answered took effect is looked into, as after a lost reply. */
const answerTimeout = 30_000;

/**
 * Opens a client. Nothing is sent yet; credentials are looked for on the first request.
 *
 * @param requestTimeout - milliseconds after which a try counts as one without an answer
 */
export function openClient(options: ConnectOptions, requestTimeout = answerTimeout): Route53Api {
  // The SDK would print its notice about old Node versions on stderr in every run.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  if (options.endpoint !== null) refuseUntrustedUrl("Route 53", options.endpoint);
  const client = new Route53Client({
    region: "us-east-1",
    retryStrategy: retryOnClock(options),
    // Without the last the SDK only warns.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    ...(options.endpoint === null ? {} : { endpoint: options.endpoint }),
    ...(options.anonymous ? { credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } } : {}),
  });
  // The SDK also takes addresses from files of its own, so that it is looked at where each request goes.
  client.middlewareStack.add(
    (next) => (args) => {
      refuseUntrustedRequest("Route 53", args.request);
      return next(args);
    },
    { step: "build" },
  );
  const tryOnce = awaitFirstAnswer(options.clock.now);
  // The innermost step before the wire, so that each try passes it.
  const replies = watchReplies(options.clock.now);
  client.middlewareStack.add((next) => (args) => replies.pass(() => tryOnce(() => next(args))), {
    step: "finalizeRequest",
    priority: "low",
  });
  let calls = 0;
  const { signal } = options;

  async function call<T>(
    request: (abort: { readonly abortSignal: AbortSignal }) => Promise<T>,
    isInterrupted = () => signal.aborted,
  ): Promise<T> {
    calls += 1;
    try {
      return await request({ abortSignal: signal });
    } catch (error) {
      throw translateError(error, isInterrupted(), await secretsIn(client.config.credentials, error));
    }
  }

  /** A write that was sent is waited for, whatever is pressed meanwhile: its outcome must be known. */
  const finish = <T>(request: () => Promise<T>) => call(request, () => false);

  async function blocksOf(id: string): Promise<RawCollection["Locations"]> {
    const blocks = await readPages(async (from) => {
      const input = { CollectionId: id, ...tokenOf(from) };
      const page = await call((abort) => client.send(new ListCidrBlocksCommand(input), abort));
      return { items: page.CidrBlocks ?? [], next: page.NextToken };
    });
    return groupBlocks(blocks);
  }

  async function statusesOf(healthCheckId: string): Promise<readonly string[]> {
    const command = new GetHealthCheckStatusCommand({ HealthCheckId: healthCheckId });
    const { HealthCheckObservations: seen = [] } = await call((abort) => client.send(command, abort));
    return seen.flatMap(({ StatusReport }) => StatusReport?.Status ?? []);
  }

  return {
    calls: () => calls,
    clockSkew: replies.skew,

    async identity() {
      const { accessKeyId, accountId } = await call(() => client.config.credentials());
      return { key: accessKeyId, account: accountId ?? null };
    },

    async zonesFrom(name) {
      const command = new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: 100 });
      const page = await call((abort) => client.send(command, abort));
      return (page.HostedZones ?? []).map(describeZone);
    },

    async zoneById(id) {
      const found = await call((abort) => client.send(new GetHostedZoneCommand({ Id: id }), abort));
      return describeZone(found.HostedZone ?? { Id: id, Name: "" });
    },

    async recordSets(zoneId) {
      const sets: RawRecordSet[] = [];
      let from: Partial<ListResourceRecordSetsCommandInput> | null = {};
      while (from !== null) {
        const input: ListResourceRecordSetsCommandInput = { HostedZoneId: zoneId, MaxItems: 300, ...from };
        const page = await call((abort) => client.send(new ListResourceRecordSetsCommand(input), abort));
        sets.push(...(page.ResourceRecordSets ?? []));
        from = page.IsTruncated
          ? {
              StartRecordName: page.NextRecordName,
              StartRecordType: page.NextRecordType,
              // Only inside a routed group; without it the next page would begin the group anew.
              ...(page.NextRecordIdentifier === undefined
                ? {}
                : { StartRecordIdentifier: page.NextRecordIdentifier }),
            }
          : null;
      }
      return sets;
    },

    healthChecks: () =>
      readPages(async (from) => {
        const input = { MaxItems: 1000, ...(from === undefined ? {} : { Marker: from }) };
        const page = await call((abort) => client.send(new ListHealthChecksCommand(input), abort));
        return { items: page.HealthChecks ?? [], next: page.IsTruncated ? page.NextMarker : undefined };
      }),

    async cidrCollections(prefixes, ids) {
      const collections = await readPages(async (from) => {
        const command = new ListCidrCollectionsCommand(tokenOf(from));
        const page = await call((abort) => client.send(command, abort));
        return { items: page.CidrCollections ?? [], next: page.NextToken };
      });
      const found: RawCollection[] = [];
      for (const { Id: id = "", Name: name = "", Version: version = 0 } of collections) {
        if (!prefixes.some((prefix) => name.startsWith(prefix)) && !ids.has(id)) continue;
        found.push({ Id: id, Name: name, Version: version, Locations: await blocksOf(id) });
      }
      return found;
    },

    protections: (zoneId) =>
      readPages(async (from) => {
        const input = { HostedZoneId: zoneId, MaxResults: 300, ...tokenOf(from) };
        const command = new ListResourceRecordSetProtectionsCommand(input);
        const page = await call((abort) => client.send(command, abort));
        return { items: page.ResourceRecordSetProtections ?? [], next: page.NextToken };
      }),

    async recordSetQuota(zoneId) {
      const command = new GetHostedZoneLimitCommand({ HostedZoneId: zoneId, Type: "MAX_RRSETS_BY_ZONE" });
      return describeQuota(await call((abort) => client.send(command, abort)));
    },

    async healthCheckQuota() {
      const command = new GetAccountLimitCommand({ Type: "MAX_HEALTH_CHECKS_BY_OWNER" });
      return describeQuota(await call((abort) => client.send(command, abort)));
    },

    async isInSync(changeId) {
      const change = await call((abort) => client.send(new GetChangeCommand({ Id: changeId }), abort));
      return change.ChangeInfo?.Status === "INSYNC";
    },

    statusesOf,

    async testAnswer(zoneId, question) {
      const command = new TestDNSAnswerCommand({ HostedZoneId: zoneId, ...describeQuestion(question) });
      const said = await call((abort) => client.send(command, abort));
      return { code: said.ResponseCode ?? "", values: said.RecordData ?? [] };
    },

    async nameServersOf(zoneId) {
      const found = await call((abort) => client.send(new GetHostedZoneCommand({ Id: zoneId }), abort));
      return found.DelegationSet?.NameServers ?? [];
    },

    async changeRecordSets(zoneId, changes, comment) {
      const input = { HostedZoneId: zoneId, ChangeBatch: { Comment: comment, Changes: [...changes] } };
      const change = await finish(() => client.send(new ChangeResourceRecordSetsCommand(input)));
      return change.ChangeInfo?.Id ?? "";
    },

    async createHealthCheck(reference, config) {
      const input = { CallerReference: reference, HealthCheckConfig: config };
      const made = await finish(() => client.send(new CreateHealthCheckCommand(input)));
      if (made.HealthCheck === undefined) throw new Error("Route 53 returned no health check");
      return made.HealthCheck;
    },

    async updateHealthCheck(id, update) {
      await finish(() => client.send(new UpdateHealthCheckCommand({ HealthCheckId: id, ...update })));
    },

    async createCollection(name, reference) {
      const command = new CreateCidrCollectionCommand({ Name: name, CallerReference: reference });
      const made = await finish(() => client.send(command));
      return made.Collection?.Id ?? "";
    },

    async changeCollection(id, version, changes) {
      const command = new ChangeCidrCollectionCommand(describeBlockChanges(id, version, changes));
      await finish(() => client.send(command));
    },

    async deleteCollection(id) {
      const command = new DeleteCidrCollectionCommand({ Id: id });
      await finish(() => orGone(client.send(command), "NoSuchCidrCollectionException"));
    },

    async deleteHealthCheck(id) {
      const command = new DeleteHealthCheckCommand({ HealthCheckId: id });
      await finish(() => orGone(client.send(command), "NoSuchHealthCheck"));
    },
  };
}
