/**
 * What is sent to Route 53, held against AWS's own description of the service. That file is not part of this
 * repository; where it lies beside it, it is used.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseXml } from "../../src/sandbox/route53/xml.ts";
import { document, weighing } from "../apply/policies.ts";
import { a, create } from "../sandbox/workbench.ts";
import { apply, emptied, openLab, ready } from "./lab.ts";
import { openProxy } from "./proxy.ts";
import { holdAgainst, readServiceModel, type WireRequest } from "./service-model.ts";

const root = join(import.meta.dirname, "../..");
const path = join(root, "../shared/contracts/route53-service-model.json");
const isHere = existsSync(path);
const model = isHere ? readServiceModel(readFileSync(path, "utf8")) : { operations: [], shapes: new Map() };

test("the service model is looked for", () => {
  if (!isHere)
    process.stdout.write("The service model of Route 53 isn't here: nothing is held against it.\n");
  expect(model.operations.length > 0).toBe(isHere);
});

/** Record set protections came after the description that lies there. */
const isNewer = (target: string) => /\/rrsetprotection(?:\?|$)/u.test(target);

describe.runIf(isHere)("requests", () => {
  const seen: WireRequest[] = [];

  /** Applies policies one over the other, then destroys the last. */
  async function run(policies: readonly (string | object)[], crowd = 0): Promise<void> {
    const lab = await openLab({ healthReportAfterMs: 1000, insyncAfterMs: 1000 });
    if (crowd > 0) {
      const names = Array.from({ length: crowd }, (_, n) => create(a(`x${n}.example.com`)));
      await lab.change(...names);
    }
    const endpoint = await openProxy(lab.sandbox.route53Url, {
      see: ({ method, target, body }) =>
        seen.push({ method, target, body: body === "" ? null : parseXml(body) }),
    });
    const through = { connecting: { ...lab.connecting, endpoint } };
    let last = null;
    for (const policy of policies) {
      last = ready(typeof policy === "string" ? policy : withZone(policy, lab.zoneId));
      await apply(through, last);
    }
    if (last !== null) await apply(through, emptied(last));
  }

  /** Named by its id, so that looking it up by id is seen as well. */
  const withZone = (policy: object, hostedZoneId: string) => ({
    ...policy,
    providers: { route53: { hostedZoneId } },
  });

  test("of the examples and of every kind of change are as AWS describes them", async () => {
    for (const name of readdirSync(join(root, "examples"))) {
      if (!name.endsWith(".yaml")) continue;
      const text = readFileSync(join(root, "examples", name), "utf8");
      if (!/^ {2}cloudflare:/mu.test(text)) await run([text]);
    }
    const places = [
      { from: { continents: ["EU"] }, to: "a" },
      { from: { countries: ["US"] }, to: { weighted: { a: 255, b: 0 } } },
      { from: { subdivisions: ["US-CA"] }, to: { multivalue: ["a", "b", "c"] } },
      { from: "anywhere", to: { failover: [{ weighted: { b: 1, c: 300 } }, "a"] } },
    ];
    const records = { "*.app": { ttl: 0, to: { geolocation: places } }, "@": weighing(1, 1) };
    await run(
      [
        document({ records }),
        document({ records, check: { type: "tcp", port: 65535, path: undefined } }),
        document({ records, check: { type: "https", host: "www.example.com", interval: "30s" } }),
        document({ records, check: { type: "https", interval: "30s", path: '/a?b=<c>&d="e"' } }),
        document({ records, check: { type: "http", expect: { body: "<ok>" }, unhealthyThreshold: 10 } }),
      ],
      300,
    );

    const judged = seen
      .filter(({ target }) => !isNewer(target))
      .map((request) => holdAgainst(model, request));
    expect(judged.flatMap(({ problems }) => problems)).toEqual([]);
    expect(judged.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining([
        "ChangeResourceRecordSets",
        "CreateHealthCheck",
        "DeleteHealthCheck",
        "GetChange",
        "GetHealthCheckStatus",
        "GetHostedZone",
        "ListHealthChecks",
        "ListHostedZonesByName",
        "ListResourceRecordSets",
        "UpdateHealthCheck",
      ]),
    );
  });

  test.each([
    ["<Weight>1</Weight>", "<Weight>256</Weight>", /Weight is 256/u],
    ["<Type>A</Type>", "<Type>B</Type>", /can't be B/u],
    ["<Type>A</Type>", "", /lacks Type/u],
    ["<Type>A</Type>", "<Kind>A</Kind><Type>A</Type>", /has no Kind/u],
    ["<Type>A</Type>", "<Type>A</Type><Type>A</Type>", /says something twice/u],
  ])("a request with %s made %s would be found", (good, bad, problem) => {
    const change = (set: string) =>
      `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>CREATE</Action>${set}</Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
    const set = `<ResourceRecordSet><Name>www.example.com</Name><Type>A</Type><SetIdentifier>a</SetIdentifier><Weight>1</Weight></ResourceRecordSet>`;
    const judge = (body: string) =>
      holdAgainst(model, {
        method: "POST",
        target: "/2013-04-01/hostedzone/Z1/rrset",
        body: parseXml(body),
      }).problems;
    expect(judge(change(set))).toEqual([]);
    expect(judge(change(set.replace(good, bad)))).toEqual(
      expect.arrayContaining([expect.stringMatching(problem)]),
    );
  });
});
