import { describe, expect, test } from "vitest";
import { answerRoute53, indexRecordSets } from "../../../src/provider/route53/answer.ts";
import type { RecordSet } from "../../../src/provider/route53/record-set.ts";
import { clientAt, type Location } from "../../../src/steering/geography.ts";

const name = "www.example.com";

function set(value: string, routing: Partial<RecordSet> = {}, at: string = name): RecordSet {
  return { Name: at, Type: "A", TTL: 30, ResourceRecords: [{ Value: value }], ...routing };
}

function alias(target: string, routing: Partial<RecordSet> = {}, evaluate = true): RecordSet {
  const AliasTarget = { HostedZoneId: "ref:zone", DNSName: target, EvaluateTargetHealth: evaluate };
  return { Name: name, Type: "A", AliasTarget, ...routing };
}

interface Asked {
  readonly name?: string;
  readonly type?: "A" | "AAAA";
  readonly from?: Location;
  readonly down?: readonly string[];
}

/** "1.1.1.1 50 %, …", "nothing" for an empty answer, null for one that can't be told. */
function ask(sets: readonly RecordSet[], asked: Asked = {}): string | null {
  const client = clientAt(asked.from ?? { kind: "anywhere" });
  const question = { name: asked.name ?? name, type: asked.type ?? "A", client };
  const outcomes = answerRoute53(indexRecordSets(sets), question, (id) => !asked.down?.includes(id));
  if (outcomes === null) return null;
  const said = outcomes.map(
    ({ values, share }) => `${values.join(" ") || "nothing"} ${Math.round(share * 100)} %`,
  );
  return said.sort().join(", ");
}

describe("weighted record sets of weight 1, 1 and 0, as the Developer Guide tells them", () => {
  const group = (lastIsChecked: boolean) => [
    set("r1", { SetIdentifier: "1", Weight: 1, HealthCheckId: "h1" }),
    set("r2", { SetIdentifier: "2", Weight: 1, HealthCheckId: "h2" }),
    set("r3", { SetIdentifier: "3", Weight: 0, ...(lastIsChecked ? { HealthCheckId: "h3" } : {}) }),
  ];

  test.each([
    [["h1", "h2"], "r3 100 %"],
    [["h1", "h2", "h3"], "r1 50 %, r2 50 %"],
    [["h1", "h3"], "r2 100 %"],
    [["h3"], "r1 50 %, r2 50 %"],
    [[], "r1 50 %, r2 50 %"],
  ])("all checked, %j down: %s", (down, answered) => {
    expect(ask(group(true), { down })).toBe(answered);
  });

  test.each([
    [[], "r1 50 %, r2 50 %"],
    [["h1", "h2"], "r3 100 %"],
    [["h1"], "r2 100 %"],
  ])("the last one not checked, %j down: %s", (down, answered) => {
    expect(ask(group(false), { down })).toBe(answered);
  });

  test("all of weight 0 share equally", () => {
    const zeros = group(true).map((one) => ({ ...one, Weight: 0 }));
    expect(ask(zeros)).toBe("r1 33 %, r2 33 %, r3 33 %");
    expect(ask(zeros, { down: ["h1"] })).toBe("r2 50 %, r3 50 %");
  });
});

describe("failover record sets", () => {
  const pair = [
    set("p", { SetIdentifier: "p", Failover: "PRIMARY", HealthCheckId: "hp" }),
    set("s", { SetIdentifier: "s", Failover: "SECONDARY", HealthCheckId: "hs" }),
  ];

  test.each([
    [[], "p 100 %"],
    [["hp"], "s 100 %"],
    [["hs"], "p 100 %"],
    [["hp", "hs"], "p 100 %"],
  ])("%j down: %s", (down, answered) => {
    expect(ask(pair, { down })).toBe(answered);
  });
});

describe("geolocation record sets", () => {
  const group = [
    set("eu", { SetIdentifier: "eu", GeoLocation: { ContinentCode: "EU" }, HealthCheckId: "eu" }),
    set("us", { SetIdentifier: "us", GeoLocation: { CountryCode: "US" }, HealthCheckId: "us" }),
    set("ca", {
      SetIdentifier: "ca",
      GeoLocation: { CountryCode: "US", SubdivisionCode: "CA" },
      HealthCheckId: "ca",
    }),
    set("*", { SetIdentifier: "*", GeoLocation: { CountryCode: "*" }, HealthCheckId: "*" }),
  ];
  const germany: Location = { kind: "country", country: "DE" };
  const california: Location = { kind: "subdivision", country: "US", subdivision: "CA" };

  test.each([
    [germany, [], "eu"],
    [germany, ["eu"], "*"],
    [germany, ["eu", "*"], "eu"],
    [california, [], "ca"],
    [california, ["ca"], "us"],
    [california, ["ca", "us"], "*"],
    [california, ["ca", "us", "*"], "ca"],
    [{ kind: "country", country: "BR" }, [], "*"],
    [{ kind: "anywhere" }, ["*"], "*"],
  ] satisfies readonly (readonly [Location, readonly string[], string])[])(
    "%j, %j down: %s",
    (from, down, value) => {
      expect(ask(group, { from, down })).toBe(`${value} 100 %`);
    },
  );

  test("without a default give the rest of the world nothing", () => {
    expect(ask(group.slice(0, 1), { from: { kind: "country", country: "BR" } })).toBe("nothing 100 %");
  });
});

describe("multivalue record sets", () => {
  const group = Array.from({ length: 9 }, (_, position) =>
    set(`r${position}`, {
      SetIdentifier: `${position}`,
      MultiValueAnswer: true,
      HealthCheckId: `h${position}`,
    }),
  );

  test("are answered together, the healthy ones, else all", () => {
    expect(ask(group.slice(0, 3))).toBe("r0 r1 r2 100 %");
    expect(ask(group.slice(0, 3), { down: ["h1"] })).toBe("r0 r2 100 %");
    expect(ask(group.slice(0, 3), { down: ["h0", "h1", "h2"] })).toBe("r0 r1 r2 100 %");
  });

  test("are eight at most", () => {
    expect(ask(group)?.match(/r\d/gu)).toHaveLength(8);
  });
});

describe("an alias", () => {
  const below = "_signpost-pool.www.example.com";
  const helper = set("leaf", { HealthCheckId: "leaf", SetIdentifier: "1", Weight: 1 }, below);
  const secondary = set("s", { SetIdentifier: "s", Failover: "SECONDARY" });

  test.each([
    [
      "that evaluates fails with its target",
      alias(below, { SetIdentifier: "p", Failover: "PRIMARY" }),
      ["leaf"],
      "s 100 %",
    ],
    [
      "that doesn't is healthy always",
      alias(below, { SetIdentifier: "p", Failover: "PRIMARY" }, false),
      ["leaf"],
      "leaf 100 %",
    ],
    [
      "with a check of its own needs both",
      alias(below, { SetIdentifier: "p", Failover: "PRIMARY", HealthCheckId: "own" }),
      ["own"],
      "s 100 %",
    ],
  ])("%s", (_what, primary, down, answered) => {
    expect(ask([primary, secondary, helper], { down })).toBe(answered);
    expect(ask([primary, secondary, helper])).toBe("leaf 100 %");
  });

  test("is followed to a target of its own type alone", () => {
    expect(ask([alias(below), { ...helper, Type: "AAAA" }])).toBe("nothing 100 %");
  });

  test("to a service or another zone answers what that name has, whatever its health", () => {
    const elsewhere = { HostedZoneId: "ZELB", DNSName: "lb.example.net", EvaluateTargetHealth: true };
    const service: RecordSet = { Name: name, Type: "A", AliasTarget: elsewhere };
    expect(ask([service])).toBe("alias:lb.example.net 100 %");
  });

  test("that leads back to itself can't be told", () => {
    expect(ask([alias(name)])).toBeNull();
  });
});

test("routing that is not known here can't be told", () => {
  expect(ask([set("x", { SetIdentifier: "x", OtherRouting: "traffic policy t-1" })])).toBeNull();
});

describe("a name without record sets of its own", () => {
  const wildcard = set("any", {}, "*.example.com");

  test("gets what the wildcard has", () => {
    expect(ask([wildcard], { name: "x.example.com" })).toBe("any 100 %");
    expect(ask([wildcard], { name: "y.x.example.com" })).toBe("any 100 %");
    expect(ask([set("own"), wildcard])).toBe("own 100 %");
    expect(ask([wildcard], { name: "example.com" })).toBe("nothing 100 %");
  });

  test("gets it from the closest name that exists, and from no other (RFC 4592)", () => {
    expect(ask([set("own"), wildcard], { name: "x.www.example.com" })).toBe("nothing 100 %");
    const closer = set("closer", {}, "*.www.example.com");
    expect(ask([closer, wildcard], { name: "x.www.example.com" })).toBe("closer 100 %");
    // `b.example.com` has no record set, but it exists: something stands below it.
    const deep = set("deep", {}, "a.b.example.com");
    expect(ask([deep, wildcard], { name: "b.example.com" })).toBe("nothing 100 %");
    expect(ask([deep, wildcard], { name: "c.b.example.com" })).toBe("nothing 100 %");
  });

  test("of the type that was asked for, and with one of another type, gets nothing: the name exists", () => {
    const other: RecordSet = { ...set("2001:db8::1"), Type: "AAAA" };
    expect(ask([other, wildcard])).toBe("nothing 100 %");
  });

  test("that is a wildcard itself is asked for as such", () => {
    expect(ask([wildcard], { name: "*.example.com" })).toBe("any 100 %");
  });
});
