/** What an import says of itself: differences are found, and nothing that stands in a zone gets out of its comment. */
import { describe, expect, test } from "vitest";
import { Names } from "../../src/import/names.ts";
import { pairTypes } from "../../src/import/pair.ts";
import type { FoundNode } from "../../src/provider/imported.ts";
import type { Resource } from "../../src/provider/resource.ts";
import { describeRecordSet } from "../../src/provider/route53/resource.ts";
import { importFrom, makeZone, readZone } from "./load-zone.ts";

const check = {
  Type: "HTTP",
  Port: 80,
  ResourcePath: "/",
  RequestInterval: 10,
  FailureThreshold: 3,
} as const;

describe("differences", () => {
  test("one check of two endpoints is told with the state in which it matters", async () => {
    const set = (id: string, address: string) => ({
      Name: "www.example.com.",
      Type: "A" as const,
      TTL: 60,
      SetIdentifier: id,
      Weight: 1,
      ResourceRecords: [{ Value: address }],
      HealthCheckId: "ref:one",
    });
    const connecting = await makeZone({
      healthChecks: { one: { ...check, IPAddress: "192.0.2.1" } },
      recordSets: [
        set("a", "192.0.2.1"),
        set("b", "192.0.2.2"),
        { ...set("c", "192.0.2.3"), HealthCheckId: undefined },
      ],
    });
    const { proof, diagnostics, text, ignored } = importFrom(
      await readZone("route53", connecting),
      "route53",
    );
    expect(proof).toMatchObject({ differing: ["www"] });
    expect(ignored).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(["import-check-lost", "import-differs"]);
    expect(text).toContain(
      "# ! www A, client in everywhere, a down: the policy answers b 50 % and c 50 %, the zone answers c 100 % now",
    );
  });
});

describe("families", () => {
  const endpoint = (value: string, label: string): FoundNode => ({
    kind: "endpoint",
    labels: [label],
    value,
    service: null,
    check: null,
  });
  const weighted = (...shares: readonly (readonly [number, string, string])[]): FoundNode => ({
    kind: "weighted",
    labels: [],
    members: shares.map(([weight, value, label]) => ({ weight, to: endpoint(value, label) })),
  });

  test("are paired by what the zone calls them, in whatever order", () => {
    const paired = pairTypes([
      { type: "A", ttls: [60], to: weighted([1, "192.0.2.1", "a"], [1, "192.0.2.2", "b"]) },
      { type: "AAAA", ttls: [60], to: weighted([1, "2001:db8::2", "b"], [1, "2001:db8::1", "a"]) },
    ]);
    expect(paired).toMatchObject({
      types: ["A", "AAAA"],
      left: [],
      to: {
        members: [
          { to: { ipv4: "192.0.2.1", ipv6: "2001:db8::1" } },
          { to: { ipv4: "192.0.2.2", ipv6: "2001:db8::2" } },
        ],
      },
    });
  });

  test("of other weights aren't", () => {
    const paired = pairTypes([
      { type: "A", ttls: [], to: weighted([1, "192.0.2.1", "a"], [1, "192.0.2.2", "b"]) },
      { type: "AAAA", ttls: [], to: weighted([1, "2001:db8::1", "a"], [2, "2001:db8::2", "b"]) },
    ]);
    expect(paired).toMatchObject({ types: ["A"], left: ["AAAA"] });
  });
});

test("names are names, and nobody's twice", () => {
  const names = new Names();
  const labels = ["EU West (Dublin)"];
  expect(names.take(labels, "www", "x")).toBe("eu-west-dublin");
  expect(names.take(labels, "www", "x")).toBe("www-eu-west-dublin");
  expect(names.take(["42", "---", "日本"], "www", "ip-192.0.2.1")).toBe("ip-192-0-2-1");
  const long = "a".repeat(60);
  const taken = [1, 2, 3, 4].map(() => names.take([long], long, long));
  expect(new Set(taken).size).toBe(4);
  for (const name of taken) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u);
});

test("text of the zone stays within its comment and its quotes", () => {
  const evil = "x\nrecords: {}\u202e\u001b[31m";
  const set = (id: string, dnsName: string): Resource =>
    describeRecordSet(
      {
        Name: "www.example.com",
        Type: "A",
        SetIdentifier: id,
        Weight: 1,
        AliasTarget: { HostedZoneId: evil, DNSName: dnsName, EvaluateTargetHealth: true },
      },
      null,
      null,
    );
  const { text } = importFrom([set(evil, `${evil}.example.net`), set("two", "two.example.net")], "route53");
  expect(text).toContain("# ! www: its alias evaluates the health of x\ufffdrecords");
  expect(text?.match(/^records:/gmu)).toHaveLength(1);
  expect(text).not.toMatch(/(?!\n)[\p{Cf}\p{Cc}]/u);
});
