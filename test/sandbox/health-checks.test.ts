import {
  ChangeTagsForResourceCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  GetHealthCheckCommand,
  GetHealthCheckCountCommand,
  GetHealthCheckStatusCommand,
  type HealthCheckConfig,
  ListTagsForResourceCommand,
  ListTagsForResourcesCommand,
  paginateListHealthChecks,
  type Route53Client,
  type Tag,
  UpdateHealthCheckCommand,
  type UpdateHealthCheckCommandInput,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { wrongChecks } from "./refused-health-checks.ts";
import { openWorkbench, refusal } from "./workbench.ts";

const http: HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.1" };

async function make(client: Route53Client, config: HealthCheckConfig = http, CallerReference = "ref") {
  const reply = await client.send(
    new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig: config }),
  );
  return { id: reply.HealthCheck?.Id ?? "", check: reply.HealthCheck, location: reply.Location };
}

describe("a new health check", () => {
  test("gets Route 53's defaults and version 1", async () => {
    const { client } = await openWorkbench();
    const { check, location, id } = await make(client);
    expect(check).toEqual({
      Id: id,
      CallerReference: "ref",
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        ...http,
        Port: 80,
        RequestInterval: 30,
        FailureThreshold: 3,
        MeasureLatency: false,
        Inverted: false,
        Disabled: false,
        EnableSNI: false,
      },
    });
    expect(location).toContain(`/2013-04-01/healthcheck/${id}`);
    expect((await client.send(new GetHealthCheckCommand({ HealthCheckId: id }))).HealthCheck).toEqual(check);
    const https = await make(client, { ...http, Type: "HTTPS" }, "other");
    expect(https.check?.HealthCheckConfig).toMatchObject({ Port: 443, EnableSNI: true });
  });

  test("gets its IPv6 address back in another spelling", async () => {
    const { client } = await openWorkbench();
    const { check } = await make(client, { Type: "HTTP", IPAddress: "2001:DB8::1" });
    expect(check?.HealthCheckConfig?.IPAddress).toBe("2001:0db8:0000:0000:0000:0000:0000:0001");
  });

  test("is the old one for the same reference and configuration", async () => {
    const { client } = await openWorkbench();
    const first = await make(client);
    expect((await make(client, { ...http, Port: 80 })).id).toBe(first.id);
    expect((await client.send(new GetHealthCheckCountCommand({}))).HealthCheckCount).toBe(1);
  });

  test("is refused for a reference with another configuration, or of a deleted check", async () => {
    const { client } = await openWorkbench();
    const { id } = await make(client);
    const exists = { code: "HealthCheckAlreadyExists", status: 409 };
    expect(await refusal(make(client, { ...http, Port: 81 }))).toMatchObject(exists);
    await client.send(new DeleteHealthCheckCommand({ HealthCheckId: id }));
    expect(await refusal(make(client))).toMatchObject(exists);
    expect(await refusal(client.send(new GetHealthCheckCommand({ HealthCheckId: id })))).toMatchObject({
      code: "NoSuchHealthCheck",
      status: 404,
    });
    await make(client, http, "fresh");
  });

  test("is refused from a region without checkers", async () => {
    const { sandbox } = await openWorkbench();
    const regions = ["us-east-1", "eu-west-1", "eu-west-3"]
      .map((region) => `<Region>${region}</Region>`)
      .join("");
    const config = `<Type>TCP</Type><Port>1</Port><IPAddress>192.0.2.1</IPAddress><Regions>${regions}</Regions>`;
    const reply = await fetch(`${sandbox.route53Url}/2013-04-01/healthcheck`, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=x" },
      body: `<CreateHealthCheckRequest><CallerReference>r</CallerReference><HealthCheckConfig>${config}</HealthCheckConfig></CreateHealthCheckRequest>`,
    });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain("eu-west-3");
  });

  test.each(wrongChecks)("is refused with %s", async (_, change) => {
    const { client } = await openWorkbench();
    expect(await refusal(make(client, { ...http, ...change }))).toMatchObject({
      code: "InvalidInput",
      status: 400,
    });
    await make(client);
  });

  test("can be calculated from others, but not from calculated ones", async () => {
    const { client } = await openWorkbench();
    const { id } = await make(client);
    const calculated = { Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: [id] } as const;
    const parent = await make(client, { ...calculated, ChildHealthChecks: [id] }, "parent");
    const nested = make(client, { ...calculated, ChildHealthChecks: [parent.id] }, "nested");
    expect((await refusal(nested)).message).toContain("calculated itself");
  });

  test("is refused beyond the account's 200", async () => {
    const { client } = await openWorkbench();
    await Promise.all(Array.from({ length: 200 }, (_, at) => make(client, http, `ref${at}`)));
    expect(await refusal(make(client, http, "more"))).toMatchObject({ code: "TooManyHealthChecks" });
  });
});

describe("a health check on a metric", () => {
  test("has no endpoint, and no checkers to report", async () => {
    const { client } = await openWorkbench();
    const AlarmIdentifier = { Region: "eu-west-1", Name: "alarm" } as const;
    const { id, check } = await make(client, { Type: "CLOUDWATCH_METRIC", AlarmIdentifier });
    expect(check?.HealthCheckConfig).toEqual({
      Type: "CLOUDWATCH_METRIC",
      AlarmIdentifier,
      InsufficientDataHealthStatus: "LastKnownStatus",
      Inverted: false,
      Disabled: false,
    });
    const status = client.send(new GetHealthCheckStatusCommand({ HealthCheckId: id }));
    expect(await refusal(status)).toMatchObject({ code: "InvalidInput" });
  });
});

describe("an update", () => {
  const update = (client: Route53Client, input: UpdateHealthCheckCommandInput) =>
    client.send(new UpdateHealthCheckCommand(input));

  test("changes what is given, keeps the rest, and counts the version", async () => {
    const { client } = await openWorkbench();
    const { id: HealthCheckId } = await make(client, {
      ...http,
      ResourcePath: "/a",
      FullyQualifiedDomainName: "x.example.com",
    });
    const { HealthCheck } = await update(client, {
      HealthCheckId,
      HealthCheckVersion: 1,
      Port: 8080,
      IPAddress: "192.0.2.9",
    });
    expect(HealthCheck).toMatchObject({
      HealthCheckVersion: 2,
      HealthCheckConfig: {
        Port: 8080,
        IPAddress: "192.0.2.9",
        ResourcePath: "/a",
        FullyQualifiedDomainName: "x.example.com",
      },
    });
    const reset = await update(client, {
      HealthCheckId,
      ResetElements: ["ResourcePath", "FullyQualifiedDomainName"],
    });
    expect(reset.HealthCheck?.HealthCheckConfig?.ResourcePath).toBeUndefined();
    expect(reset.HealthCheck?.HealthCheckConfig?.FullyQualifiedDomainName).toBeUndefined();
  });

  test("is a compare-and-swap", async () => {
    const { client } = await openWorkbench();
    const { id: HealthCheckId } = await make(client);
    await update(client, { HealthCheckId, HealthCheckVersion: 1, Port: 81 });
    const stale = update(client, { HealthCheckId, HealthCheckVersion: 1, Port: 82 });
    expect(await refusal(stale)).toMatchObject({ code: "HealthCheckVersionMismatch", status: 409 });
    const { HealthCheck } = await client.send(new GetHealthCheckCommand({ HealthCheckId }));
    expect(HealthCheck?.HealthCheckConfig?.Port).toBe(81);
  });

  test("can't add an address, take the last endpoint away, or break a rule", async () => {
    const { client } = await openWorkbench();
    const { id: HealthCheckId } = await make(client, {
      Type: "HTTP",
      FullyQualifiedDomainName: "x.example.com",
    });
    const wrong: readonly Partial<UpdateHealthCheckCommandInput>[] = [
      { IPAddress: "192.0.2.1" },
      { ResetElements: ["FullyQualifiedDomainName"] },
      { FailureThreshold: 11 },
      { SearchString: "ok" },
    ];
    for (const change of wrong) {
      expect(await refusal(update(client, { HealthCheckId, ...change }))).toMatchObject({
        code: "InvalidInput",
      });
    }
  });

  test("of a check that isn't there, or that can't be updated, is refused", async () => {
    const { client } = await openWorkbench();
    expect(await refusal(update(client, { HealthCheckId: "x" }))).toMatchObject({
      code: "NoSuchHealthCheck",
    });
    const { id } = await make(client, { Type: "RECOVERY_CONTROL", RoutingControlArn: "arn:aws:x" });
    const attempt = update(client, { HealthCheckId: id, Disabled: true });
    expect((await refusal(attempt)).message).toBe("Update is not supported for this health check type");
  });
});

describe("health checks", () => {
  test("are listed page by page", async () => {
    const { client } = await openWorkbench();
    const made = await Promise.all(Array.from({ length: 7 }, (_, at) => make(client, http, `ref${at}`)));
    const listed: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListHealthChecks({ client, pageSize: 3 }, {})) {
      listed.push(...(page.HealthChecks ?? []).map(({ Id }) => Id));
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(listed.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  });

  test("report from eight regions after a while, or from the chosen ones", async () => {
    const { client, time } = await openWorkbench({ healthReportAfterMs: 500 });
    const { id } = await make(client);
    const Regions: HealthCheckConfig["Regions"] = ["us-east-1", "eu-west-1", "sa-east-1"];
    const chosen = await make(client, { ...http, Regions }, "chosen");
    const status = async (HealthCheckId: string) =>
      (await client.send(new GetHealthCheckStatusCommand({ HealthCheckId }))).HealthCheckObservations;
    expect(await status(id)).toEqual([]);
    time.now += 500;
    const observations = await status(id);
    expect(observations).toHaveLength(8);
    expect(observations?.every(({ StatusReport }) => StatusReport?.Status?.startsWith("Success"))).toBe(true);
    expect((await status(chosen.id))?.map(({ Region }) => Region)).toEqual(Regions);
    expect(await refusal(status("x"))).toMatchObject({ code: "NoSuchHealthCheck" });
  });

  test("carry up to ten tags of allowed characters", async () => {
    const { client } = await openWorkbench();
    const { id } = await make(client);
    const other = await make(client, http, "other");
    const resource = { ResourceType: "healthcheck", ResourceId: id } as const;
    const tag = (AddTags: Tag[], RemoveTagKeys?: string[]) =>
      client.send(new ChangeTagsForResourceCommand({ ...resource, AddTags, RemoveTagKeys }));
    const ten = Array.from({ length: 10 }, (_, at) => ({ Key: `k${at}`, Value: `v${at}` }));
    await tag(ten);
    const tooMany = tag(
      [],
      Array.from({ length: 11 }, (_, at) => `k${at}`),
    );
    expect((await refusal(tooMany)).message).toContain("At most 10");
    expect((await refusal(tag([]))).message).toContain("AddTags or RemoveTagKeys");
    for (const [Key, Value] of [
      ["eleven", "x"],
      ["k1", "*.example.com"],
      ["k1", "x".repeat(257)],
    ] as const) {
      expect(await refusal(tag([{ Key, Value }]))).toMatchObject({ code: "InvalidInput" });
    }
    await tag([{ Key: "k0", Value: "new" }], ["k1"]);
    const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
    expect(ResourceTagSet?.Tags).toHaveLength(9);
    expect(ResourceTagSet?.Tags).toContainEqual({ Key: "k0", Value: "new" });
    const list = (ResourceIds: string[]) =>
      client.send(new ListTagsForResourcesCommand({ ResourceType: "healthcheck", ResourceIds }));
    expect((await list([id, other.id])).ResourceTagSets?.map(({ Tags }) => Tags?.length)).toEqual([9, 0]);
    expect(await refusal(list(Array.from({ length: 11 }, () => id)))).toMatchObject({ code: "InvalidInput" });
    expect(await refusal(list(["x"]))).toMatchObject({ code: "NoSuchHealthCheck" });
    await client.send(new DeleteHealthCheckCommand({ HealthCheckId: id }));
    expect(await refusal(list([id]))).toMatchObject({ code: "NoSuchHealthCheck" });
  });
});
