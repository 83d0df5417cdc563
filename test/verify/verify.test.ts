/** The command against the sandbox: what agrees, and each way in which it may not. */
import { expect, test } from "vitest";
import { parseVantage } from "../../src/cli/verify/option-values.ts";
import { builtInPlaces } from "../../src/sandbox/places/built-in.ts";
import { parseSaid } from "../cli/command-line.ts";
import { openStage } from "./command.ts";

const policy = `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks:
  web: { type: http, path: /healthz, interval: 30s }
endpoints:
  eu-a: { ipv4: 192.0.2.10, ipv6: "2001:db8::10", healthCheck: web }
  eu-b: { ipv4: 192.0.2.11, ipv6: "2001:db8::11", healthCheck: web }
  us-a: { ipv4: 192.0.2.20, ipv6: "2001:db8::20", healthCheck: web }
records:
  www:
    ttl: 30s
    to:
      geolocation:
        - { from: { continents: [EU] }, to: { weighted: { eu-a: 90, eu-b: 10 } } }
        - { from: anywhere, to: us-a }
`;

const japan = builtInPlaces.find(({ country }) => country === "JP")?.network;

/** As the sandbox's table of places has them. */
const places = parseVantage("anywhere=203.0.113.0/24", parseVantage("DE=198.18.55.0/24"));

test("what was applied is what clients get", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  const { code, out, err } = await stage.verify({ place: places });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/✓ A {4}Europe +198\.18\.55\.0\/24 +\d+ +eu-a 90 % · eu-b 10 %/u);
  expect(out).toMatch(/✓ AAAA everywhere else +203\.0\.113\.0\/24 +\d+ +us-a +=/u);
  expect(out).toContain("Verified: 1 name as the policy says");
});

test("an endpoint that the checks find down is not expected", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  stage.sandbox.setDown(["192.0.2.10", "2001:db8::10"], true);
  const { code, out } = await stage.verify({ place: places });
  expect(code).toBe(0);
  expect(out).toContain("down by Route 53's checks: eu-a");
  expect(out).toMatch(/✓ A {4}Europe .* eu-b +=/u);
  const assumed = await stage.verify({ place: places, health: "assumed" });
  expect(assumed.code).toBe(2);
  expect(assumed.err).toContain("[answer-share]");
  expect((await stage.verify({ place: places, health: "assumed", down: "eu-a" })).code).toBe(0);
});

test("a weight, a TTL and a target that somebody changed by hand are found", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  const sets = await stage.list();
  const edit = (SetIdentifier: string, Type: string, change: object) => {
    const found = sets.find((set) => set.SetIdentifier === SetIdentifier && set.Type === Type);
    if (found === undefined) throw new Error(`no set ${SetIdentifier}`);
    return { Action: "UPSERT" as const, ResourceRecordSet: { ...found, ...change } };
  };
  await stage.change(edit("eu-a", "A", { Weight: 60 }), edit("eu-b", "A", { Weight: 40 }));
  await stage.change(
    edit("eu-a", "AAAA", { TTL: 300 }),
    edit("eu-b", "AAAA", { TTL: 300, ResourceRecords: [{ Value: "2001:db8::666" }] }),
  );
  const { code, out, err } = await stage.verify({ place: places });
  expect(code).toBe(2);
  expect(out).toContain("changed by hand since it was applied");
  // 60 % are answered, and what comes of a hundred questions is chance: that it isn't 90 % is found whatever comes.
  expect(err).toMatch(
    /A, asked as Europe \(198\.18\.55\.0\/24\): eu-a came in \d+ of \d+ replies, \d\d(\.\d)? % and not 90 %/u,
  );
  expect(err).toMatch(/\[answer-unexpected\]/u);
  expect(err).toContain("AAAA, asked as Europe (198.18.55.0/24): the TTL is 300 s, and 30 s in the policy");
  expect(err).toContain("2001:db8::666 came in");
  expect(err).toContain("`signpost drift` shows what");
});

test("a branch that somebody added by hand is asked too", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  await stage.change({
    Action: "CREATE",
    ResourceRecordSet: {
      Name: "www.example.com",
      Type: "A",
      SetIdentifier: "by hand",
      GeoLocation: { CountryCode: "JP" },
      TTL: 30,
      ResourceRecords: [{ Value: "192.0.2.99" }],
    },
  });
  const unasked = await stage.verify({ place: places });
  expect(unasked.err).toContain("nobody was asked as Japan");
  const { code, err } = await stage.verify({
    place: parseVantage(`JP=${japan}`, places),
    sandbox: false,
  });
  expect(code).toBe(2);
  expect(err).toMatch(/asked as Japan /u);
});

test("who isn't asked for doesn't agree: it is told, and --strict fails", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  const { code, out, err } = await stage.verify({ place: parseVantage("DE=198.18.55.0/24") });
  expect(code).toBe(0);
  expect(out).toContain("? everywhere else: not asked, no network known");
  expect(out).toContain("1 class of clients not asked");
  expect(err).toContain("[clients-not-asked]");
  expect((await stage.verify({ place: parseVantage("DE=198.18.55.0/24"), strict: true })).code).toBe(2);
  const nothing = await stage.verify();
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain("[nothing-verified]");
});

test("what waits for an apply is no fault of a name server", async () => {
  const stage = await openStage(policy);
  const before = await stage.verify({ place: places });
  expect(before.code).toBe(2);
  expect(before.err).toContain("isn't applied yet");
  await stage.apply();
  stage.rewrite(policy.replace("eu-a: 90", "eu-a: 50"));
  const { out, err } = await stage.verify({ place: places });
  expect(out).toContain("not asked: the policy has changed since it was applied");
  expect(err).not.toContain("[answer-");
});

test("a name that is live as the policy says is asked, though its marker is behind", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  stage.rewrite(policy.replace("ttl: 30s", "ttl: 45s"));
  const answers = (await stage.list()).filter(({ Type, TTL }) => Type !== "TXT" && TTL !== undefined);
  const live = (TTL: number) =>
    stage.change(
      ...answers.map((set) => ({ Action: "UPSERT" as const, ResourceRecordSet: { ...set, TTL } })),
    );
  await live(45);
  const { code, out, err } = await stage.verify({ place: places });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).not.toContain("not asked");
  expect(out).toContain("1 name as the policy says");
  // Changed by hand to something else, it waits like any other.
  await live(60);
  expect((await stage.verify({ place: places })).out).toContain("not asked: the policy has changed");
});

test("JSON has what was asked, what came, and what differs", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  stage.sandbox.setDown(["192.0.2.20"], true);
  const { code, out } = await stage.verify({ place: places, format: "json", queries: 50 });
  expect(code).toBe(0);
  expect(parseSaid(out)).toMatchObject({
    ok: true,
    agrees: true,
    tests: { shares: 4, falseAlarm: 0.001 },
    zones: [
      {
        provider: "route53",
        health: { source: "reported", down: ["us-a"] },
        names: [
          {
            name: "www.example.com",
            state: "applied",
            asked: [
              {
                type: "A",
                client: "Europe",
                subnet: "198.18.55.0/24",
                replies: 50,
                overTcp: 1,
                agrees: true,
              },
              { type: "A", client: "everywhere else", expected: [{ endpoints: ["us-a"], share: 1 }] },
              { type: "AAAA" },
              { type: "AAAA" },
            ],
          },
        ],
      },
    ],
  });
});

test("Cloudflare is asked alike, and what it proxies by its presence and TTL", async () => {
  const cloudflare = policy
    .replace("route53: {}", "cloudflare: { proxied: true }")
    .replace("interval: 30s", "interval: 60s");
  const stage = await openStage(cloudflare);
  expect(await stage.apply()).toMatchObject({ code: 0 });
  const { code, out, err } = await stage.verify({ place: places });
  expect(code).toBe(0);
  expect(err).not.toContain("[answer-");
  expect(out).toContain("any address: the choice is behind it");
});

test("where port 53 is shut, Route 53 says itself what it would answer", async () => {
  const stage = await openStage(policy);
  await stage.apply();
  const asked = { place: places, via: "api", server: undefined, queries: undefined };
  const right = await stage.verify(asked);
  expect({ code: right.code, err: right.err }).toEqual({ code: 0, err: "" });
  expect(right.out).toContain("asked Route 53's API");
  const [set] = (await stage.list()).filter(
    ({ Type, SetIdentifier }) => Type === "A" && SetIdentifier === "eu-a",
  );
  await stage.change({
    Action: "UPSERT",
    ResourceRecordSet: {
      ...set,
      Name: set?.Name,
      Type: "A",
      Weight: 255,
      ResourceRecords: [{ Value: "192.0.2.66" }],
    },
  });
  const wrong = await stage.verify(asked);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain("[answer-unexpected]");
}, 30_000);

test("a policy without places needs none, networks are their own, and a wildcard is asked for a name below it", async () => {
  const stage = await openStage(`version: 1
name: web
zone: example.com
providers: { route53: {} }
endpoints:
  a: { ipv4: 192.0.2.10 }
  b: { ipv4: 192.0.2.11 }
  elsewhere: { hostname: cdn.example.net }
records:
  "*.app": { ttl: 60s, to: { multivalue: [a, b] } }
  cdn: { ttl: 60s, to: elsewhere }
  near: { ttl: 60s, to: { latency: [{ region: eu-west-1, to: a }, { region: us-east-1, to: b }] } }
  office:
    ttl: 60s
    to:
      subnet:
        - { from: [198.51.100.0/24], to: a }
        - { from: ["2001:db8:7::/48"], to: b }
        - { from: anywhere, to: { failover: [b, a] } }
`);
  expect(await stage.apply()).toMatchObject({ code: 0 });
  const { code, out, err } = await stage.verify();
  expect({ code, err: err.replaceAll(/^.*warning.*$/gmu, "") }).toMatchObject({ code: 0 });
  expect(out).toMatch(/✓ A everywhere +no subnet +\d+ +a \+ b +=/u);
  expect(out).toMatch(/✓ CNAME everywhere +no subnet +\d+ +elsewhere +=/u);
  expect(out).toMatch(/a or b, by the vendor's ranking/u);
  expect(out).toMatch(/✓ A 198\.51\.100\.0\/24 +198\.51\.100\.0\/24 +\d+ +a +=/u);
  expect(out).toMatch(/✓ A 2001:db8:7::\/48 +2001:db8:7::\/56 +\d+ +b +=/u);
});
