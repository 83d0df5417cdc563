/** The JSON that others rely on, as the design fixes it. */
import { describe, expect, test } from "vitest";
import { makeProject, parseSaid, readExample, run, small } from "./command-line.ts";

const json = ["--format", "json"];

async function say(args: readonly string[], folder: string) {
  const ended = await run([...args, ...json], { folder });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  return parseSaid(ended.stdout);
}

describe.concurrent("compile", () => {
  test("one zone is one object, with AWS's own field names", async () => {
    const folder = makeProject({ "signpost.yaml": readExample("global-web") });
    const said = await say(["compile", "--provider", "route53"], folder);
    expect(Object.keys(said)).toEqual([
      "format",
      "command",
      "ok",
      "diagnostics",
      "provider",
      "policy",
      "zone",
      "recordSets",
      "healthChecks",
    ]);
    expect(said).toMatchObject({ command: "compile", provider: "route53", zone: "example.com" });
    expect(said.recordSets).toHaveLength(16);
    expect(said.healthChecks).toHaveLength(8);
    expect(said.recordSets).toContainEqual({
      Name: "www.example.com.",
      Type: "AAAA",
      SetIdentifier: "continent-EU",
      GeoLocation: { ContinentCode: "EU" },
      AliasTarget: {
        HostedZoneId: "ref:zone",
        DNSName: "_signpost-europe.www.example.com.",
        EvaluateTargetHealth: false,
      },
    });
    expect(said.recordSets).toContainEqual({
      Name: "_signpost-europe-first.www.example.com.",
      Type: "A",
      SetIdentifier: "eu-a",
      Weight: 90,
      TTL: 30,
      ResourceRecords: [{ Value: "203.0.113.10" }],
      HealthCheckId: "ref:web.eu-a.A",
    });
    expect(said.healthChecks).toContainEqual({
      ref: "web.eu-a.AAAA",
      HealthCheckConfig: {
        Type: "HTTPS",
        IPAddress: "2001:db8::10",
        Port: 443,
        RequestInterval: 10,
        FailureThreshold: 3,
        MeasureLatency: false,
        Inverted: false,
        Disabled: false,
        ResourcePath: "/healthz",
        FullyQualifiedDomainName: "www.example.com",
        EnableSNI: true,
      },
    });
  });

  test("every check that a record set refers to is there, and none is there for nothing", async () => {
    const said = await say(["compile"], makeProject({ "signpost.yaml": readExample("global-web") }));
    const text = JSON.stringify(said.recordSets);
    const wanted = new Set([...text.matchAll(/"HealthCheckId":"ref:([^"]+)"/gu)].map(([, ref]) => ref));
    const there = new Set(
      [...JSON.stringify(said.healthChecks).matchAll(/"ref":"([^"]+)"/gu)].map(([, ref]) => ref),
    );
    expect(there).toEqual(wanted);
  });

  test("several zones are a list of such objects", async () => {
    const other = small.replaceAll("example.com", "example.org");
    const folder = makeProject({ "dns/a.yaml": small, "dns/b.yaml": other });
    const ended = await run(["compile", ...json], { folder });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(ended.stdout)).toMatchObject([
      { format: 1, command: "compile", ok: true, diagnostics: [], zone: "example.com" },
      { format: 1, command: "compile", ok: true, diagnostics: [], zone: "example.org" },
    ]);
  });

  test("the same policy as JSON compiles to the same, and twice is the same", async () => {
    const data = {
      version: 1,
      name: "web",
      zone: "example.com",
      providers: { route53: {} },
      endpoints: { "web-a": { ipv4: "192.0.2.1" }, "web-b": { ipv4: "192.0.2.2" } },
      records: { www: { ttl: 30, to: { weighted: { "web-a": 90, "web-b": 10 } } } },
    };
    const folder = makeProject({ "web.yaml": small, "web.json": JSON.stringify(data) });
    const [yaml, again, plain] = [
      await run(["compile", "web.yaml", ...json], { folder }),
      await run(["compile", "web.yaml", ...json], { folder }),
      await run(["compile", "web.json", ...json], { folder }),
    ];
    expect(plain.stdout).toBe(yaml.stdout);
    expect(again.stdout).toBe(yaml.stdout);
  });
});

describe.concurrent("simulate", () => {
  const folderOf = () => makeProject({ "signpost.yaml": readExample("global-web") });
  const from = (place: string, down: string, at: string) => [
    ...["simulate", "--record", "www", "--type", "A", "--from", place, "--at", at],
    ...(down === "" ? [] : ["--down", down]),
  ];

  test("one client is one list of answers", async () => {
    const said = await say(from("country=DE", "eu-a,eu-b", "policy"), folderOf());
    expect(Object.keys(said).toSorted()).toEqual(
      [
        ...["format", "command", "ok", "diagnostics"],
        ...["record", "type", "client", "down", "answers", "ttl", "at"],
      ].toSorted(),
    );
    expect(said).toMatchObject({
      command: "simulate",
      record: "www.example.com",
      type: "A",
      client: { continent: "EU", country: "DE", subdivision: null },
      down: ["eu-a", "eu-b"],
      answers: [{ endpoints: ["eu-dr"], values: ["198.51.100.10"], share: 1 }],
      ttl: 30,
    });
  });

  test.each(["policy", "route53"])("at %s the shares add up to 1", async (at) => {
    const said = await say(from("country=BR", "us-a", at), folderOf());
    expect(said.answers).toEqual([
      { endpoints: ["eu-a"], values: ["203.0.113.10"], share: 0.9 },
      { endpoints: ["eu-b"], values: ["203.0.113.11"], share: 0.1 },
    ]);
  });

  test("together is one answer of several values", async () => {
    const folder = makeProject({ "signpost.yaml": readExample("round-robin") });
    const said = await say(["simulate", "--from", "anywhere", "--down", "api-b"], folder);
    expect(said.answers).toEqual([
      { endpoints: ["api-a", "api-c"], values: ["203.0.113.41", "203.0.113.43"], share: 1 },
    ]);
  });

  test.each(["policy", "route53"])("at %s no answer is an answer of nothing", async (at) => {
    const somewhere = small.replace(
      "to: { weighted: { web-a: 90, web-b: 10 } }",
      "to: { geolocation: [{ from: { countries: [DE] }, to: web-a }, { from: { countries: [FR] }, to: web-b }] }",
    );
    const folder = makeProject({ "signpost.yaml": somewhere });
    const said = await say(["simulate", "--from", "country=BR", "--at", at], folder);
    expect(said.answers).toEqual([{ endpoints: [], values: [], share: 1 }]);
    const { stdout } = await run(["simulate", "--from", "country=BR", "--at", at], { folder });
    expect(stdout).toContain("no answer");
  });

  test.each([
    ["country=de", { continent: "EU", country: "DE", subdivision: null }],
    ["continent=EU", { continent: "EU", country: null, subdivision: null }],
    ["subdivision=US-CA", { continent: "NA", country: "US", subdivision: "CA" }],
    ["anywhere", { continent: null, country: null, subdivision: null }],
  ])("--from %s", async (place, client) => {
    const said = await say(["simulate", "--from", place], makeProject({ "signpost.yaml": small }));
    expect(said.client).toMatchObject(client);
  });

  test.each(["policy", "route53"])(
    "at %s, without --from every class of clients is asked, with each single failure",
    async (at) => {
      const said = await say(["simulate", "--type", "A", "--at", at], folderOf());
      expect(Object.keys(said).toSorted()).toEqual(
        [
          ...["format", "command", "ok", "diagnostics", "record", "type", "down", "ttl", "at"],
          ...["clients", "estimated", "failures", "idle", "unchecked"],
        ].toSorted(),
      );
      expect(said).toMatchObject({
        failures: [["eu-a"], ["eu-b"], ["us-a"]],
        idle: ["eu-dr"],
        unchecked: [],
        clients: [
          {
            name: "Europe",
            answers: [{ share: 0.9 }, { share: 0.1 }],
            failures: [
              { down: ["eu-a"], answers: [{ endpoints: ["eu-b"], share: 1 }] },
              { down: ["eu-b"], answers: [{ endpoints: ["eu-a"], share: 1 }] },
            ],
          },
          {
            name: "everywhere else",
            answers: [{ endpoints: ["us-a"], share: 1 }],
            failures: [{ down: ["us-a"], answers: [{ share: 0.9 }, { share: 0.1 }] }],
          },
        ],
      });
    },
  );

  test("--down is the state that each failure comes on top of", async () => {
    const said = await say(["simulate", "--type", "A", "--down", "eu-a"], folderOf());
    expect(said).toMatchObject({
      failures: [["eu-b"], ["us-a"]],
      clients: [
        { failures: [{ down: ["eu-b"], answers: [{ endpoints: ["eu-dr"] }] }] },
        { failures: [{ down: ["us-a"], answers: [{ endpoints: ["eu-b"] }] }] },
      ],
    });
  });

  test("a record is named as in the file or in full", async () => {
    for (const name of ["www", "www.example.com", "WWW.example.com."]) {
      const said = await say(["simulate", "--record", name], makeProject({ "signpost.yaml": small }));
      expect(said.record).toBe("www.example.com");
    }
  });

  test("one of several records has to be named", async () => {
    const two = `${small}  api: { ttl: 30s, to: web-a }\n`;
    const ended = await run(["simulate"], { folder: makeProject({ "signpost.yaml": two }) });
    expect(ended).toMatchObject({ code: 64, stdout: "" });
    expect(ended.stderr).toContain("www, api");
  });
});

test.concurrent("validate tells what was proved", async () => {
  const said = await say(["validate"], makeProject({ "signpost.yaml": readExample("global-web") }));
  expect(said.policies).toEqual([
    {
      file: "signpost.yaml",
      ok: true,
      policy: "web-edge",
      zone: "example.com",
      records: ["www.example.com"],
      waived: [],
      proofs: [
        {
          provider: "route53",
          records: 1,
          classes: 2,
          states: 16,
          undocumented: 0,
          exhaustive: true,
          seed: null,
          differing: [],
        },
      ],
    },
  ]);
});

test.concurrent("explain tells everything of one code, and the codes of all", async () => {
  const one = await say(["explain", "failover-unchecked"], makeProject());
  expect(one).toMatchObject({ code: "failover-unchecked", severity: "warning" });
  const all = await say(["explain"], makeProject());
  expect(all.codes).toContainEqual(expect.objectContaining({ code: "failover-unchecked" }));
  const words = await run(["explain", "failover-unchecked"]);
  expect(words.stdout).toContain("Only an endpoint with a health check is noticed to be down.");
});

test.concurrent("schema prints the schema that editors are given", async () => {
  const { default: schema } = await import("../../schemas/policy.schema.json", { with: { type: "json" } });
  const ended = await run(["schema"]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(ended.stdout)).toEqual(schema);
});
