import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  ListHostedZonesCommand,
  ListReusableDelegationSetsCommand,
  ListTrafficPoliciesCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { hostileBodies } from "./hostile-bodies.ts";
import { a, create, makeClient, openWorkbench, refusal, remove } from "./workbench.ts";

const authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/route53/aws4_request";

describe("the protocol", () => {
  test("knows an operation that it doesn't have, and says so", async () => {
    const { client } = await openWorkbench();
    const policies = client.send(new ListTrafficPoliciesCommand({}));
    expect(await refusal(policies)).toMatchObject({ code: "UnknownOperationException", status: 404 });
    const sets = client.send(new ListReusableDelegationSetsCommand({}));
    expect(await refusal(sets)).toMatchObject({ code: "UnknownOperationException", status: 404 });
  });

  test("wants a signature, whoever's", async () => {
    const { sandbox } = await openWorkbench();
    const url = `${sandbox.route53Url}/2013-04-01/hostedzone`;
    const bare = await fetch(url);
    expect(bare.status).toBe(403);
    expect(await bare.text()).toContain("<Code>MissingAuthenticationToken</Code>");
    const signed = await fetch(url, { headers: { authorization } });
    expect(signed.status).toBe(200);
    expect(signed.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("writes errors as Route 53 does", async () => {
    const { sandbox } = await openWorkbench();
    const reply = await fetch(`${sandbox.route53Url}/2013-04-01/change/C1`, { headers: { authorization } });
    expect(await reply.text()).toMatch(
      /<ErrorResponse xmlns="https:\/\/route53\.amazonaws\.com\/doc\/2013-04-01\/"><Error><Type>Sender<\/Type><Code>NoSuchChange<\/Code><Message>.*<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
    );
  });

  test("listens on the loopback interface only", async () => {
    const { sandbox } = await openWorkbench();
    expect(new URL(sandbox.route53Url).hostname).toBe("127.0.0.1");
  });
});

describe("a hostile request", () => {
  test.each(hostileBodies)("with %s gets a 400, and the sandbox lives on", async (_, body, says) => {
    const bench = await openWorkbench();
    const url = `${bench.sandbox.route53Url}/2013-04-01/hostedzone/${bench.zoneId}/rrset`;
    const reply = await fetch(url, { method: "POST", headers: { authorization }, body });
    expect(reply.status).toBe(400);
    const text = await reply.text();
    expect(text).toMatch(/<Code>(MalformedInput|InvalidInput)<\/Code>/);
    expect(text.replaceAll("&apos;", "'")).toContain(says);
    await bench.change(create(a("www.example.com")));
  });

  test("with a list of elements where texts belong gets a 400", async () => {
    const { sandbox } = await openWorkbench();
    const body =
      "<ListTagsForResourcesRequest><ResourceIds><ResourceId><b/></ResourceId></ResourceIds></ListTagsForResourcesRequest>";
    const url = `${sandbox.route53Url}/2013-04-01/tags/healthcheck`;
    const reply = await fetch(url, { method: "POST", headers: { authorization }, body });
    expect(await reply.text()).toContain("'ResourceId' holds text only");
  });

  test("with odd ids and limits gets an answer too", async () => {
    const { sandbox } = await openWorkbench();
    for (const path of [
      "hostedzone/__proto__",
      "accountlimit/constructor",
      "healthcheck/%00",
      "tags/x/y",
      "hostedzone/%",
    ]) {
      const reply = await fetch(`${sandbox.route53Url}/2013-04-01/${path}`, { headers: { authorization } });
      expect([400, 404]).toContain(reply.status);
    }
  });

  test("to reset what a health check can't lose gets a 400", async () => {
    const { client, sandbox } = await openWorkbench();
    const HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.1" } as const;
    const { Location } = await client.send(
      new CreateHealthCheckCommand({ CallerReference: "r", HealthCheckConfig }),
    );
    const name = "<ResettableElementName>Port</ResettableElementName>";
    const reply = await fetch(`${sandbox.route53Url}${Location}`, {
      method: "POST",
      headers: { authorization },
      body: `<UpdateHealthCheckRequest><ResetElements>${name}</ResetElements></UpdateHealthCheckRequest>`,
    });
    expect(reply.status).toBe(400);
  });

  test("for a record type that doesn't exist gets a 400", async () => {
    const { sandbox, zoneId } = await openWorkbench();
    const url = `${sandbox.route53Url}/2013-04-01/hostedzone/${zoneId}/rrset?name=a.example.com&type=WKS`;
    expect((await fetch(url, { headers: { authorization } })).status).toBe(400);
  });
});

describe("faults", () => {
  const once = { operation: "ChangeResourceRecordSets", times: 1 } as const;

  test.each([
    ["throttle", "Throttling", 400],
    ["priorRequestNotComplete", "PriorRequestNotComplete", 400],
    ["serverError", "InternalFailure", 500],
  ] as const)("%s answers with its error and does nothing", async (kind, code, status) => {
    const bench = await openWorkbench({ faults: [{ ...once, kind }] });
    expect(await refusal(bench.change(create(a("www.example.com"))))).toMatchObject({ code, status });
    expect(await bench.list()).toEqual([]);
    await bench.change(create(a("www.example.com")));
  });

  test("throttling is something that the SDK retries by itself", async () => {
    const bench = await openWorkbench({ faults: [{ ...once, kind: "throttle" }] }, 3);
    await bench.change(create(a("www.example.com")));
    expect(await bench.list()).toHaveLength(1);
  });

  test("a lost reply leaves the change applied, so that a retry finds it there", async () => {
    const bench = await openWorkbench({ faults: [{ ...once, kind: "lostReply" }] });
    expect((await refusal(bench.change(create(a("www.example.com"))))).status).toBeUndefined();
    expect(await bench.list()).toHaveLength(1);
    expect((await refusal(bench.change(create(a("www.example.com"))))).message).toContain("already exists");
  });

  test("a dropped connection leaves nothing", async () => {
    const bench = await openWorkbench({ faults: [{ ...once, kind: "dropConnection" }] });
    expect((await refusal(bench.change(create(a("www.example.com"))))).status).toBeUndefined();
    expect(await bench.list()).toEqual([]);
  });

  test("come in order, after the requests that they let pass, for their operation only", async () => {
    const bench = await openWorkbench({
      faults: [
        { ...once, kind: "throttle", beforeCount: 1 },
        { ...once, kind: "serverError", times: 2 },
        { operation: "ListHostedZones", kind: "delay", times: 1, delayMs: 60 },
      ],
    });
    const tryOnce = async (name: string) => bench.change(create(a(name))).catch((error: Error) => error.name);
    expect(await tryOnce("a.example.com")).toContain("/change/");
    expect(await tryOnce("b.example.com")).toBe("Throttling");
    expect(await tryOnce("b.example.com")).toBe("InternalFailure");
    expect(await tryOnce("b.example.com")).toBe("InternalFailure");
    expect(await tryOnce("b.example.com")).toContain("/change/");
    const started = performance.now();
    await bench.client.send(new ListHostedZonesCommand({}));
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  test("an observer can change the zone between a read and a write", async () => {
    const seen: string[] = [];
    let interfere: (() => Promise<unknown>) | null = null;
    const bench = await openWorkbench({
      onRequest: async (operation) => {
        seen.push(operation);
        const act = interfere;
        interfere = null;
        if (operation === "ChangeResourceRecordSets") await act?.();
      },
    });
    await bench.change(create(a("www.example.com")));
    const second = makeClient(bench.sandbox.route53Url);
    const byHand = [remove(a("www.example.com")), create(a("www.example.com", { TTL: 5 }))];
    interfere = () =>
      second.send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId: bench.zoneId, ChangeBatch: { Changes: byHand } }),
      );
    const stale = bench.change(remove(a("www.example.com")), create(a("www.example.com", { TTL: 7 })));
    expect((await refusal(stale)).message).toContain("do not match the current values");
    expect(await bench.list()).toMatchObject([{ TTL: 5 }]);
    expect(seen.filter((operation) => operation === "ChangeResourceRecordSets")).toHaveLength(3);
  });
});
