import { CreateHostedZoneCommand, TestDNSAnswerCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { toStoredName } from "../../src/sandbox/dns/wire-names.ts";
import { ask } from "./dns-client.ts";
import { a, alias, create, openWorkbench, values, type Workbench } from "./workbench.ts";

async function openDns(...recordSets: Parameters<typeof create>[0][]): Promise<Workbench & { port: number }> {
  const bench = await openWorkbench({ dnsPort: 0 });
  if (recordSets.length > 0) await bench.change(...recordSets.map(create));
  return { ...bench, port: bench.sandbox.dnsPort ?? 0 };
}

describe("DNS answers", () => {
  test("an address, with authority and without recursion", async () => {
    const { port } = await openDns(a("www.example.com", {}, "192.0.2.7"));
    const answer = await ask(port, { name: "WwW.eXample.com" });
    expect(answer).toMatchObject({ code: "NOERROR", values: ["192.0.2.7"] });
    expect(answer.packet).toMatchObject({ flag_qr: true, flag_aa: true, flag_ra: false, flag_tc: false });
    // As it was asked, to the letter: resolvers tell forgeries by it.
    expect(answer.packet.questions).toMatchObject([{ name: "WwW.eXample.com", type: "A" }]);
    expect(answer.answers).toMatchObject([{ name: "www.example.com", ttl: 60 }]);
  });

  test("the same over TCP", async () => {
    const { port } = await openDns(a("www.example.com", {}, "192.0.2.7"));
    const answer = await ask(port, { name: "www.example.com", over: "tcp" });
    expect(answer).toMatchObject({ code: "NOERROR", values: ["192.0.2.7"] });
  });

  test("NS and SOA of the zone itself", async () => {
    const { port } = await openDns();
    expect((await ask(port, { name: "example.com", type: "NS" })).values).toHaveLength(4);
    const soa = await ask(port, { name: "example.com", type: "SOA" });
    expect(soa.answers).toMatchObject([
      { ttl: 900, data: { mname: "ns-1.sandbox.invalid", minimum: 86400 } },
    ]);
    expect(soa.packet.flag_aa).toBe(true);
  });

  test("a missing name with NXDOMAIN, a missing type with NODATA, both with the SOA", async () => {
    const { port } = await openDns(a("deep.www.example.com"));
    const missing = await ask(port, { name: "nobody.example.com" });
    expect(missing).toMatchObject({ code: "NXDOMAIN", values: [] });
    expect(missing.authorities).toMatchObject([{ type: "SOA", name: "example.com", ttl: 900 }]);
    for (const [name, type] of [
      ["deep.www.example.com", "AAAA"],
      // Nothing stands at www, but something below it: the name exists (RFC 8020).
      ["www.example.com", "A"],
      ["deep.www.example.com", "UNKNOWN_65"],
    ] as const) {
      const answer = await ask(port, { name, type });
      expect(answer).toMatchObject({ code: "NOERROR", values: [] });
      expect(answer.authorities).toMatchObject([{ type: "SOA" }]);
    }
  });

  test("what isn't a zone of the sandbox with REFUSED", async () => {
    const { port } = await openDns();
    for (const name of ["example.org", "notexample.com", "com", "."]) {
      expect(await ask(port, { name })).toMatchObject({ code: "REFUSED" });
    }
    expect(await ask(port, { name: "example.com", type: "AXFR" })).toMatchObject({ code: "REFUSED" });
    expect(await ask(port, { name: "example.com", ofClass: "CH" })).toMatchObject({ code: "REFUSED" });
  });

  test("ANY with as little as possible (RFC 8482)", async () => {
    const { port } = await openDns(a("www.example.com"));
    const answer = await ask(port, { name: "www.example.com", type: "ANY" });
    expect(answer.answers).toMatchObject([{ type: "HINFO", data: { cpu: "RFC8482" } }]);
  });

  test("a wildcard under the name that was asked for, and only what doesn't exist", async () => {
    const { port } = await openDns(
      a("*.example.com", {}, "192.0.2.9"),
      values("*.example.com", "TXT", ['"wild"']),
      a("there.example.com", {}, "192.0.2.1"),
      a("deep.ent.example.com", {}, "192.0.2.2"),
    );
    const answer = await ask(port, { name: "a.b.example.com" });
    expect(answer.answers).toMatchObject([{ name: "a.b.example.com", data: "192.0.2.9" }]);
    // A name that exists masks the wildcard, for all types and below (RFC 4592).
    expect(await ask(port, { name: "there.example.com", type: "TXT" })).toMatchObject({
      code: "NOERROR",
      values: [],
    });
    expect(await ask(port, { name: "x.there.example.com" })).toMatchObject({ code: "NXDOMAIN" });
    expect(await ask(port, { name: "ent.example.com" })).toMatchObject({ code: "NOERROR", values: [] });
    expect(await ask(port, { name: "*.example.com" })).toMatchObject({ values: ["192.0.2.9"] });
  });

  test("a chain of CNAMEs as far as the zone goes", async () => {
    const { port } = await openDns(
      values("a.example.com", "CNAME", ["b.example.com"]),
      values("b.example.com", "CNAME", ["c.example.com."]),
      a("c.example.com", {}, "192.0.2.3"),
      values("out.example.com", "CNAME", ["www.example.net."]),
      values("lost.example.com", "CNAME", ["nobody.example.com."]),
      values("loop.example.com", "CNAME", ["loop2.example.com."]),
      values("loop2.example.com", "CNAME", ["loop.example.com."]),
    );
    const chain = await ask(port, { name: "a.example.com" });
    expect(chain.answers.map(({ type }) => type)).toEqual(["CNAME", "CNAME", "A"]);
    expect(chain.values).toEqual(["b.example.com", "c.example.com", "192.0.2.3"]);
    expect((await ask(port, { name: "a.example.com", type: "CNAME" })).values).toEqual(["b.example.com"]);
    expect(await ask(port, { name: "out.example.com" })).toMatchObject({
      code: "NOERROR",
      values: ["www.example.net"],
    });
    // The code is that of the last name (RFC 6604).
    expect(await ask(port, { name: "lost.example.com" })).toMatchObject({
      code: "NXDOMAIN",
      values: ["nobody.example.com"],
    });
    expect(await ask(port, { name: "loop.example.com" })).toMatchObject({ code: "NOERROR" });
  });

  test("a referral with glue", async () => {
    const { port } = await openDns(
      values("sub.example.com", "NS", ["ns.sub.example.com.", "ns.example.net."]),
      a("ns.sub.example.com", {}, "192.0.2.53"),
    );
    const answer = await ask(port, { name: "www.sub.example.com" });
    expect(answer).toMatchObject({ code: "NOERROR", values: [] });
    expect(answer.packet.flag_aa).toBe(false);
    expect(answer.authorities.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "sub.example.com NS",
      "sub.example.com NS",
    ]);
    expect(answer.packet.additionals).toMatchObject([
      { name: "ns.sub.example.com", type: "A", data: "192.0.2.53" },
      { type: "OPT" },
    ]);
  });

  test("an alias under its own name, and says so when only AWS could", async () => {
    const bench = await openDns(a("origin.example.com", {}, "192.0.2.4"));
    const { port, zoneId } = bench;
    await bench.change(
      create(alias(zoneId, "www.example.com", "origin.example.com")),
      create({
        Name: "cdn.example.com",
        Type: "A",
        AliasTarget: {
          HostedZoneId: "Z2FDTNDATAQYW2",
          DNSName: "d1.cloudfront.net",
          EvaluateTargetHealth: false,
        },
      }),
    );
    expect((await ask(port, { name: "www.example.com" })).answers).toMatchObject([
      { name: "www.example.com", type: "A", data: "192.0.2.4" },
    ]);
    const service = await ask(port, { name: "cdn.example.com" });
    expect(service.code).toBe("SERVFAIL");
    expect(service.edns?.options.find((option) => Number(option.code) === 15)?.data?.toString()).toContain(
      "only AWS knows the addresses of d1.cloudfront.net",
    );
  });

  test("a Traffic Flow record set with SERVFAIL, and private zones not at all", async () => {
    const bench = await openDns();
    bench.sandbox.plant(bench.zoneId, {
      name: toStoredName("flow.example.com"),
      type: "A",
      setIdentifier: null,
      routing: { kind: "simple" },
      content: { kind: "trafficPolicyInstance", instanceId: "t-1" },
      healthCheckId: null,
    });
    expect(await ask(bench.port, { name: "flow.example.com" })).toMatchObject({ code: "SERVFAIL" });
    await bench.client.send(
      new CreateHostedZoneCommand({
        Name: "internal.example.org",
        CallerReference: "private",
        VPC: { VPCRegion: "eu-west-1", VPCId: "vpc-1" },
      }),
    );
    expect(await ask(bench.port, { name: "internal.example.org", type: "SOA" })).toMatchObject({
      code: "REFUSED",
    });
  });

  test("what isn't of its type's form with SERVFAIL, and the next question all the same", async () => {
    const { port } = await openDns(
      values("broken.example.com", "TLSA", ["nonsense"]),
      a("www.example.com", {}, "192.0.2.1"),
    );
    const broken = await ask(port, { name: "broken.example.com", type: "TLSA" });
    expect(broken.code).toBe("SERVFAIL");
    expect(await ask(port, { name: "www.example.com" })).toMatchObject({ values: ["192.0.2.1"] });
  });
});

describe("size and EDNS", () => {
  const many = Array.from({ length: 60 }, (_, at) => `192.0.2.${at}`);

  test("a long answer is cut over UDP and whole over TCP", async () => {
    const { port } = await openDns(values("many.example.com", "A", many));
    for (const udpSize of [null, 512, 1232, 4096]) {
      const cut = await ask(port, { name: "many.example.com", udpSize });
      expect(cut.packet.flag_tc).toBe(true);
      expect(cut.bytes.length).toBeLessThanOrEqual(udpSize === null ? 512 : 1232);
    }
    const whole = await ask(port, { name: "many.example.com", over: "tcp" });
    expect(whole.packet.flag_tc).toBe(false);
    expect(whole.values.toSorted()).toEqual(many.toSorted());
  });

  test("values take turns", async () => {
    const { port } = await openDns(values("two.example.com", "A", ["192.0.2.1", "192.0.2.2"]));
    const firsts = new Set<string | undefined>();
    for (let at = 0; at < 40; at += 1) firsts.add((await ask(port, { name: "two.example.com" })).values[0]);
    expect(firsts.size).toBe(2);
  });

  test("who speaks no EDNS gets none, who does gets our size", async () => {
    const { port } = await openDns(a("www.example.com"));
    expect((await ask(port, { name: "www.example.com", udpSize: null })).edns).toBeNull();
    expect((await ask(port, { name: "www.example.com" })).edns).toMatchObject({
      udpPayloadSize: 1232,
      ednsVersion: 0,
    });
  });

  test("TestDNSAnswer says the same", async () => {
    const { client, zoneId } = await openDns(a("www.example.com", {}, "192.0.2.7"));
    const test = (RecordName: string) =>
      client.send(new TestDNSAnswerCommand({ HostedZoneId: zoneId, RecordName, RecordType: "A" }));
    expect(await test("www.example.com")).toMatchObject({
      RecordData: ["192.0.2.7"],
      ResponseCode: "NOERROR",
      Protocol: "UDP",
      RecordName: "www.example.com.",
    });
    expect(await test("nobody.example.com")).toMatchObject({ ResponseCode: "NXDOMAIN" });
  });
});
