/** The least permissions: no operation more than the client calls, no name more than the policy has. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AccessIds } from "../../src/provider/access.ts";
import { describeAccess as describeCloudflare } from "../../src/provider/cloudflare/access.ts";
import { describeAccess, normalizeName } from "../../src/provider/route53/access.ts";
import { groupName, markerName } from "../../src/provider/route53/names.ts";
import { ready } from "./lab.ts";

const unknown: AccessIds = { zone: null, account: null };
const client = readFileSync(join(import.meta.dirname, "../../src/provider/route53/client.ts"), "utf8");

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>>;
}

function statementsOf(document: object): readonly Statement[] {
  return JSON.parse(JSON.stringify(document)).Statement;
}

function policyOf(names: readonly string[], zone = "example.com") {
  return ready({
    version: 1,
    name: "web",
    zone,
    providers: { route53: {} },
    endpoints: { a: { ipv4: "192.0.2.1" } },
    records: Object.fromEntries(names.map((name) => [name, { ttl: "60s", to: "a" }])),
  }).policy;
}

const networked = ready({
  version: 1,
  name: "web",
  zone: "example.com",
  providers: { route53: {} },
  endpoints: { a: { ipv4: "192.0.2.1" }, b: { ipv4: "192.0.2.2" } },
  records: {
    www: {
      ttl: "60s",
      to: {
        subnet: [
          { from: ["198.51.100.0/24"], to: "a" },
          { from: "anywhere", to: "b" },
        ],
      },
    },
  },
}).policy;

const namesKey = "route53:ChangeResourceRecordSetsNormalizedRecordNames";

function namesIn(document: object): readonly string[] {
  const found = statementsOf(document).find(({ Condition }) => Condition !== undefined);
  const names = found?.Condition?.["ForAllValues:StringLike"]?.[namesKey] ?? [];
  return typeof names === "string" ? [names] : names;
}

test("the actions are those that the client calls, each once", () => {
  const called = [...client.matchAll(/new (\w+)Command\(/gu)].map(([, name]) => `route53:${name}`);
  const { roles } = describeAccess([networked], unknown);
  const allowed = statementsOf(roles.apply).flatMap(({ Action }) => Action);
  expect([...allowed].sort()).toEqual([...new Set(called)].sort());
  const reads = statementsOf(roles.plan).flatMap(({ Action }) => Action);
  expect(reads.every((action) => /^route53:(?:Get|List|Test)/u.test(action))).toBe(true);
  expect(statementsOf(roles.apply).slice(0, 2)).toEqual(statementsOf(roles.plan));
});

test("networks and types that the policy has not are not allowed", () => {
  const { roles } = describeAccess([policyOf(["www"])], unknown);
  expect(JSON.stringify(roles)).not.toContain("Cidr");
  const [written] = statementsOf(roles.apply).filter(({ Condition }) => Condition !== undefined);
  expect(written?.Condition?.["ForAllValues:StringEquals"]).toMatchObject({
    "route53:ChangeResourceRecordSetsRecordTypes": ["A", "TXT"],
  });
});

test("names as the condition key has them", () => {
  expect(normalizeName("WWW.Example.com.")).toBe("www.example.com");
  expect(normalizeName("*.app.example.com")).toBe("\\052.app.example.com");
  expect(normalizeName("a/b.example.com")).toBe("a\\057b.example.com");
});

test("a policy's own names, their markers and helper names, and no others", () => {
  const { roles, notes } = describeAccess([policyOf(["www", "*.app", "@"])], { zone: "Z1", account: null });
  const names = namesIn(roles.apply);
  expect(names).toEqual([
    "www.example.com",
    "\\052.app.example.com",
    "example.com",
    "_signpost.www.example.com",
    "_signpost-*.www.example.com",
    "_signpost_wildcard.app.example.com",
    "_signpost_wildcard-*.app.example.com",
    "_signpost.example.com",
    "_signpost-*.example.com",
  ]);
  // The pattern of the zone's own helper names holds more, which is told.
  expect(notes).toEqual([expect.stringContaining("IAM's * goes across dots")]);
  const isAllowed = (name: string) => names.some((pattern) => isLike(normalizeName(name), pattern));
  for (const owner of ["www.example.com", "*.app.example.com", "example.com"]) {
    for (const name of [owner, markerName(owner), groupName(owner, "eu")])
      expect([name, isAllowed(name)]).toEqual([name, true]);
  }
  for (const name of ["mail.example.com", "x.app.example.com", "x.www.example.com", "www.example.net"]) {
    expect([name, isAllowed(name)]).toEqual([name, false]);
  }
});

/** IAM's StringLike: `*` is any text, everything else is itself. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(text);
}

test("what may be written: the types of the policy, never an UPSERT, and not without a name", () => {
  const { roles } = describeAccess([policyOf(["www"])], { zone: "Z1", account: null });
  const [write] = statementsOf(roles.apply).filter(({ Condition }) => Condition !== undefined);
  expect(write).toMatchObject({
    Action: ["route53:ChangeResourceRecordSets"],
    Resource: "arn:aws:route53:::hostedzone/Z1",
    Condition: {
      "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsRecordTypes": ["A", "TXT"],
        "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
      },
      Null: { [namesKey]: "false" },
    },
  });
});

test("a zone that isn't known is a word that allows nothing, and is told", () => {
  const { roles, notes } = describeAccess([policyOf(["www"])], unknown);
  expect(JSON.stringify(roles)).toContain("hostedzone/HOSTED_ZONE_ID");
  expect(notes).toEqual([expect.stringContaining("--zone-id")]);
});

test.each([
  [20, "own"],
  [100, "helpers"],
  [400, "zone"],
])("%i names: %s", (count, how) => {
  const names = Array.from({ length: count }, (_, number) => `service-${number}`);
  const { roles, notes } = describeAccess([policyOf(names)], { zone: "Z1", account: null });
  expect(JSON.stringify(roles.apply).length).toBeLessThanOrEqual(6144);
  expect(notes).toHaveLength(how === "own" ? 0 : 1);
  expect(namesIn(roles.apply)).toHaveLength({ own: 60, helpers: 101, zone: 2 }[how] ?? 0);
});

test("several policies: a statement for each zone, with the names and types of all that are in it", () => {
  const inZone = (name: string, zone: string, endpoint: object, hostedZoneId: string) =>
    ready({
      version: 1,
      name,
      zone,
      providers: { route53: { hostedZoneId } },
      endpoints: { a: endpoint },
      records: { [name]: { ttl: "60s", to: "a" } },
    }).policy;
  const policies = [
    inZone("web", "example.com", { ipv4: "192.0.2.1" }, "Z1"),
    inZone("api", "example.com", { ipv6: "2001:db8::1" }, "Z1"),
    inZone("shop", "example.net", { ipv4: "192.0.2.1" }, "Z2"),
  ];
  const { roles, notes } = describeAccess(policies, unknown);
  const statements = statementsOf(roles.apply);
  expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  const arns = ["arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"];
  expect(
    statements.flatMap(({ Sid, Resource }) => (Sid.startsWith("SignpostReadZone") ? [Resource] : [])),
  ).toEqual(arns);
  const written = statements.filter(({ Condition }) => Condition !== undefined);
  expect(written.map(({ Resource }) => Resource)).toEqual(arns);
  expect(
    written.map(({ Condition }) => [
      Condition?.["ForAllValues:StringLike"]?.[namesKey],
      Condition?.["ForAllValues:StringEquals"]?.["route53:ChangeResourceRecordSetsRecordTypes"],
    ]),
  ).toEqual([
    [
      [
        "web.example.com",
        "api.example.com",
        "_signpost.web.example.com",
        "_signpost-*.web.example.com",
        "_signpost.api.example.com",
        "_signpost-*.api.example.com",
      ],
      ["A", "AAAA", "TXT"],
    ],
    [
      ["shop.example.net", "_signpost.shop.example.net", "_signpost-*.shop.example.net"],
      ["A", "TXT"],
    ],
  ]);
  expect(notes).toEqual([]);
});

test("several zones whose ids aren't known are told apart", () => {
  const elsewhere = policyOf(["www"], "example.net");
  const { roles, notes } = describeAccess([policyOf(["www"]), elsewhere], unknown);
  expect(JSON.stringify(roles.apply)).toContain("hostedzone/HOSTED_ZONE_ID_OF_example.net");
  expect(notes).toEqual([
    expect.stringContaining("HOSTED_ZONE_ID_OF_example.com"),
    expect.stringContaining("HOSTED_ZONE_ID_OF_example.net"),
  ]);
  const cloudflare = describeCloudflare([policyOf(["www"]), elsewhere], unknown);
  expect(JSON.stringify(cloudflare.roles.apply).match(/account\.zone\.ZONE_ID_OF_[a-z.]+/gu)).toEqual([
    "account.zone.ZONE_ID_OF_example.com",
    "account.zone.ZONE_ID_OF_example.net",
  ]);
  expect(cloudflare.words.plan).toHaveLength(3);
});

test("more zones than a managed policy holds are told", () => {
  const policies = Array.from({ length: 20 }, (_, index) => policyOf(["www"], `example-${index}.com`));
  const { notes } = describeAccess(policies, unknown);
  expect(notes.join("\n")).toContain("print it for some of the files at a time");
});

test("at Cloudflare, permissions of the zone and of its account", () => {
  const { policy } = ready({
    version: 1,
    name: "web",
    zone: "example.com",
    providers: { cloudflare: { accountId: "a".repeat(32) } },
    endpoints: { a: { ipv4: "192.0.2.1" } },
    records: { www: { ttl: "60s", to: "a" } },
  });
  const { roles, words, notes } = describeCloudflare([policy], { zone: "f".repeat(32), account: null });
  expect(roles.apply).toMatchObject({
    policies: [
      {
        resources: { [`com.cloudflare.api.account.zone.${"f".repeat(32)}`]: "*" },
        permission_groups: [{ name: "Zone Read" }, { name: "DNS Write" }, { name: "Load Balancers Write" }],
      },
      {
        resources: { [`com.cloudflare.api.account.${"a".repeat(32)}`]: "*" },
        permission_groups: [{ name: "Load Balancing: Monitors and Pools Write" }],
      },
    ],
  });
  expect(JSON.stringify(roles.plan)).not.toContain("Write");
  expect(words.plan.join("\n")).not.toContain("Edit");
  expect(notes.join("\n")).not.toContain("_ID");
});
