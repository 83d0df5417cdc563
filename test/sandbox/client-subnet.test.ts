/** Steering over DNS: by the client subnet, by weight, by health. */
import {
  ChangeCidrCollectionCommand,
  CreateCidrCollectionCommand,
  CreateHealthCheckCommand,
  TestDNSAnswerCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { builtInPlaces } from "../../src/sandbox/places/built-in.ts";
import { ask, makeQuery, read, sendUdp } from "./dns-client.ts";
import { a, alias, create, openWorkbench, values } from "./workbench.ts";

const www = "www.example.com";

function networkOf(country: string, subdivision: string | null = null): string {
  const found = builtInPlaces.find((at) => at.country === country && at.subdivision === subdivision);
  if (found === undefined) throw new Error(`no place for ${country}`);
  return found.network;
}

/** A zone that answers by place: an address for each of Germany, Europe, California, the US, and the rest. */
async function openSteered() {
  const bench = await openWorkbench({ dnsPort: 0 });
  const at = (id: string, address: string, GeoLocation: object) =>
    create(a(www, { SetIdentifier: id, GeoLocation }, address));
  await bench.change(
    at("de", "192.0.2.49", { CountryCode: "DE" }),
    at("eu", "192.0.2.30", { ContinentCode: "EU" }),
    at("ca", "192.0.2.6", { CountryCode: "US", SubdivisionCode: "CA" }),
    at("us", "192.0.2.1", { CountryCode: "US" }),
    at("rest", "192.0.2.99", { CountryCode: "*" }),
    create(a("plain.example.com", {}, "192.0.2.5")),
    create(alias(bench.zoneId, "by-alias.example.com", www)),
  );
  return { ...bench, port: bench.sandbox.dnsPort ?? 0 };
}

describe("the client subnet", () => {
  test("says where the client is", async () => {
    const { port } = await openSteered();
    const cases: readonly (readonly [network: string, address: string])[] = [
      [networkOf("DE"), "192.0.2.49"],
      [networkOf("FR"), "192.0.2.30"],
      [networkOf("TR"), "192.0.2.30"],
      [networkOf("US"), "192.0.2.1"],
      [networkOf("US", "CA"), "192.0.2.6"],
      [networkOf("US", "NY"), "192.0.2.1"],
      [networkOf("BR"), "192.0.2.99"],
      ["203.0.113.0/24", "192.0.2.99"],
      ["2001:db8::/48", "192.0.2.99"],
      // Wider than any country's network: nobody can tell.
      ["198.18.0.0/15", "192.0.2.99"],
    ];
    for (const [subnet, address] of cases) {
      for (const name of [www, "by-alias.example.com"]) {
        expect((await ask(port, { name, subnet })).values, `${subnet} ${name}`).toEqual([address]);
      }
    }
    // Loopback, where the question itself comes from, is nowhere.
    expect((await ask(port, { name: www })).values).toEqual(["192.0.2.99"]);
  });

  test("comes back with how much of it the answer depends on (RFC 7871)", async () => {
    const { port } = await openSteered();
    expect((await ask(port, { name: www, subnet: networkOf("DE") })).scope).toBe(24);
    expect((await ask(port, { name: www, subnet: "198.18.55.77/32" })).scope).toBe(24);
    expect((await ask(port, { name: www, subnet: "198.18.0.0/16" })).scope).toBe(24);
    expect((await ask(port, { name: www, subnet: "2001:db8::/56" })).scope).toBe(56);
    expect((await ask(port, { name: "by-alias.example.com", subnet: networkOf("DE") })).scope).toBe(24);
    expect((await ask(port, { name: "plain.example.com", subnet: networkOf("DE") })).scope).toBe(0);
    expect((await ask(port, { name: "nobody.example.com", subnet: networkOf("DE") })).scope).toBe(0);
    // Who keeps it to itself is told that the answer is for everybody.
    const secret = await ask(port, { name: www, subnet: "0.0.0.0/0" });
    expect(secret).toMatchObject({ scope: 0, values: ["192.0.2.99"] });
    expect((await ask(port, { name: www })).scope).toBeNull();
  });

  test("has bits behind its length cleared, and comes back as it came", async () => {
    const { port } = await openSteered();
    const query = makeQuery({ name: www, subnet: "198.18.55.0/17" });
    // 198.18.127.255, of which 17 bits count: 198.18.0.0, which is nowhere.
    query.writeUInt8(0x7f, query.length - 1);
    const answer = read(await sendUdp(port, query));
    expect(answer).toMatchObject({ code: "NOERROR", values: ["192.0.2.99"] });
    expect(answer.edns?.options[0]?.data?.toString("hex")).toBe("00011118c6127f");
  });

  test.each([
    ["a family that isn't one", 0, 9],
    ["a prefix that is too long", 2, 33],
    ["a scope in a query", 3, 24],
    ["fewer octets than its length needs", 2, 32],
  ] as const)("with %s is FORMERR, told over EDNS", async (_, at, byte) => {
    const { port } = await openSteered();
    const query = makeQuery({ name: www, subnet: "198.18.55.0/24" });
    // The option ends with family (2 octets), length, scope and three octets of address.
    query.writeUInt8(byte, query.length - 7 + (at === 0 ? 1 : at));
    const answer = read(await sendUdp(port, query));
    expect(answer.code).toBe("FORMERR");
    expect(answer.edns).not.toBeNull();
  });

  test("steers TestDNSAnswer as well", async () => {
    const { client, zoneId } = await openSteered();
    const test = async (more: object) => {
      const question = { HostedZoneId: zoneId, RecordName: www, RecordType: "A" } as const;
      return (await client.send(new TestDNSAnswerCommand({ ...question, ...more }))).RecordData;
    };
    expect(await test({ EDNS0ClientSubnetIP: "198.18.55.9", ResolverIP: "198.18.229.1" })).toEqual([
      "192.0.2.49",
    ]);
    expect(await test({ ResolverIP: "198.18.229.1" })).toEqual(["192.0.2.1"]);
    expect(await test({ EDNS0ClientSubnetIP: "198.18.55.9", EDNS0ClientSubnetMask: "15" })).toEqual([
      "192.0.2.99",
    ]);
  });
});

describe("CIDR routing over DNS", () => {
  test("takes the longest block that is no narrower than the subnet", async () => {
    const bench = await openWorkbench({ dnsPort: 0 });
    const port = bench.sandbox.dnsPort ?? 0;
    const made = await bench.client.send(
      new CreateCidrCollectionCommand({ Name: "c", CallerReference: "c" }),
    );
    const CollectionId = made.Collection?.Id ?? "";
    const put = (LocationName: string, ...CidrList: string[]) =>
      ({ LocationName, CidrList, Action: "PUT" }) as const;
    await bench.client.send(
      new ChangeCidrCollectionCommand({
        Id: CollectionId,
        Changes: [put("wide", "10.0.0.0/8", "2001:db8::/32"), put("narrow", "10.1.2.0/24")],
      }),
    );
    const at = (LocationName: string, address: string) =>
      create(
        a(www, { SetIdentifier: LocationName, CidrRoutingConfig: { CollectionId, LocationName } }, address),
      );
    await bench.change(at("wide", "192.0.2.1"), at("narrow", "192.0.2.2"), at("*", "192.0.2.3"));
    const values = async (subnet: string) => (await ask(port, { name: www, subnet })).values;
    expect(await values("10.1.2.0/24")).toEqual(["192.0.2.2"]);
    expect(await values("10.1.2.7/32")).toEqual(["192.0.2.2"]);
    expect(await values("10.1.2.0/23")).toEqual(["192.0.2.1"]);
    expect(await values("10.9.0.0/16")).toEqual(["192.0.2.1"]);
    expect(await values("11.0.0.0/8")).toEqual(["192.0.2.3"]);
    expect(await values("2001:db8:1::/48")).toEqual(["192.0.2.1"]);
    expect((await ask(port, { name: www, subnet: "10.1.2.0/23" })).scope).toBe(24);
  });
});

describe("latency over DNS", () => {
  test("takes the region nearest to the client's country", async () => {
    const bench = await openWorkbench({ dnsPort: 0 });
    const port = bench.sandbox.dnsPort ?? 0;
    const at = (Region: "eu-central-1" | "us-east-1", address: string) =>
      create(a(www, { SetIdentifier: Region, Region }, address));
    await bench.change(at("eu-central-1", "192.0.2.1"), at("us-east-1", "192.0.2.2"));
    const values = async (country: string) =>
      (await ask(port, { name: www, subnet: networkOf(country) })).values;
    expect(await values("PL")).toEqual(["192.0.2.1"]);
    expect(await values("MX")).toEqual(["192.0.2.2"]);
  });
});

describe("weights over DNS", () => {
  test("show over 2,000 questions, and follow health at once", async () => {
    const bench = await openWorkbench({ dnsPort: 0 });
    const port = bench.sandbox.dnsPort ?? 0;
    const check = async (address: string) => {
      const { HealthCheck } = await bench.client.send(
        new CreateHealthCheckCommand({
          CallerReference: address,
          HealthCheckConfig: { Type: "HTTP", IPAddress: address },
        }),
      );
      return HealthCheck?.Id;
    };
    const member = async (Weight: number, address: string) =>
      create(a(www, { SetIdentifier: address, Weight, HealthCheckId: await check(address) }, address));
    await bench.change(await member(90, "192.0.2.1"), await member(10, "192.0.2.2"));
    const count = async (questions: number) => {
      const seen = new Map<string, number>();
      for (let at = 0; at < questions; at += 100) {
        const hundred = await Promise.all(Array.from({ length: 100 }, () => ask(port, { name: www })));
        for (const {
          values: [value = ""],
        } of hundred)
          seen.set(value, (seen.get(value) ?? 0) + 1);
      }
      return seen;
    };
    const seen = await count(2000);
    // Four standard deviations of a binomial distribution with 2,000 draws at 0.1: 54.
    expect(Math.abs((seen.get("192.0.2.2") ?? 0) - 200)).toBeLessThan(54);
    expect((seen.get("192.0.2.1") ?? 0) + (seen.get("192.0.2.2") ?? 0)).toBe(2000);

    bench.sandbox.setDown(["192.0.2.1"], true);
    expect(await count(100)).toEqual(new Map([["192.0.2.2", 100]]));
    bench.sandbox.setDown(["192.0.2.2"], true);
    // All down: as if all were up.
    expect((await count(100)).size).toBe(2);
    bench.sandbox.setDown(["192.0.2.1", "192.0.2.2"], false);
    expect((await count(300)).size).toBe(2);
  });

  test("apply to other types than addresses", async () => {
    const bench = await openWorkbench({ dnsPort: 0, random: () => 0.95 });
    await bench.change(
      create(values("w.example.com", "TXT", ['"a"'], { SetIdentifier: "a", Weight: 9 })),
      create(values("w.example.com", "TXT", ['"b"'], { SetIdentifier: "b", Weight: 1 })),
    );
    const answer = await ask(bench.sandbox.dnsPort ?? 0, { name: "w.example.com", type: "TXT" });
    expect(answer.values).toEqual(["b"]);
  });
});
