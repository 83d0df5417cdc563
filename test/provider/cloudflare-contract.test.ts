/**
 * What is sent to Cloudflare, of every sort. The lab holds each request against Cloudflare's own description of its API,
 * here and in every other test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { changed, onCloudflare, usual } from "../apply/cloudflare-policies.ts";
import { openCloudflareLab } from "./cloudflare-lab.ts";
import { findProblems, isDescribed } from "./cloudflare-requests.ts";
import { apply, emptied, leftToDo, type Ready, readyOrNull } from "./lab.ts";
import { openProxy } from "./proxy.ts";

const root = join(import.meta.dirname, "../..");

test("the description is looked for", () => {
  if (!isDescribed) {
    process.stdout.write("The description of Cloudflare's API isn't here: nothing is held against it.\n");
  }
  const unknown = { method: "GET", target: "/client/v4/nowhere", body: "" };
  expect(findProblems(unknown).length > 0).toBe(isDescribed);
});

describe.runIf(isDescribed)("requests", () => {
  test("of the examples and of every kind of change are as Cloudflare describes them", {
    timeout: 60_000,
  }, async () => {
    const lab = await openCloudflareLab({ healthReportAfterMs: 1000 });
    const seen = new Set<string>();
    const bodies: string[] = [];
    const endpoint = await openProxy(lab.connecting.endpoint ?? "", {
      see: (passing) => {
        seen.add(
          `${passing.method} ${passing.target.replaceAll(/[0-9a-z]{32}/gu, "…").replace(/\?.*/u, "")}`,
        );
        if (passing.body.includes('"pool_sets":[{')) bodies.push(passing.method);
      },
    });
    const through = { connecting: { ...lab.connecting, endpoint: `${endpoint}/client/v4` } };
    const run = async (...steps: readonly (Ready | null)[]) => {
      let last: Ready | null = null;
      for (const it of steps) {
        if (it === null) continue;
        await apply(through, it);
        expect(await leftToDo(through, it)).toBe(null);
        last = it;
      }
      if (last !== null) await apply(through, emptied(last));
    };
    let examples = 0;
    for (const name of ["active-passive.yaml", "global-web.yaml", "residency.yaml", "wildcard.yaml"]) {
      const value: object = parse(readFileSync(join(root, "examples", name), "utf8"));
      for (const settings of [{ proxied: true, poolSets: true }, { dualStack: "hostname" }]) {
        const it = readyOrNull({ ...value, providers: { cloudflare: settings } });
        if (it === null || it.policy.zone !== "example.com") continue;
        examples += 1;
        await run(it);
      }
    }
    expect(examples).toBeGreaterThan(3);
    const near = (to: object) => ({ "*.app": { ttl: 60, to }, "@": usual.www, api: usual.api });
    const at = (latitude: number) => ({ latitude, longitude: 10 });
    await run(
      readyOrNull(onCloudflare()),
      readyOrNull(
        onCloudflare(changed, { healthChecks: { web: { type: "tcp", port: 443, interval: "60s" } } }),
      ),
      readyOrNull(
        onCloudflare(
          near({
            geoproximity: [
              { at: at(50), to: "a" },
              { at: at(-30), to: "b" },
            ],
          }),
        ),
      ),
      readyOrNull(
        onCloudflare(
          near({
            latency: [
              { region: "eu-west-1", to: "a" },
              { region: "us-east-1", to: "b" },
            ],
          }),
        ),
      ),
      readyOrNull(onCloudflare(near({ weighted: { a: 1, d: 2 } }), {}, { checkRegions: ["WEU"] })),
      readyOrNull(onCloudflare(near({ weighted: { a: 1, d: 2 } }))),
    );
    const inPlaces = (to: object, other: object) => ({
      api: {
        ttl: 60,
        to: {
          geolocation: [
            { from: { continents: ["EU"] }, to, whenDown: "stay" },
            { from: "anywhere", to: other },
          ],
        },
      },
    });
    const ranked = {
      latency: [
        { region: "eu-west-1", to: "a" },
        { region: "eu-north-1", to: "b" },
      ],
    };
    await run(
      readyOrNull(onCloudflare(inPlaces(ranked, { failover: ["a", "b"] }), {}, { poolSets: true })),
      readyOrNull(onCloudflare(inPlaces({ failover: ["b", "a"] }, ranked), {}, { poolSets: true })),
    );
    expect(bodies).toEqual(expect.arrayContaining(["POST", "PATCH"]));
    const [account, zone] = ["/client/v4/accounts/…/load_balancers", "/client/v4/zones/…"];
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...["pools", "monitors"].flatMap((kind) => [
          `GET ${account}/${kind}`,
          `POST ${account}/${kind}`,
          `GET ${account}/${kind}/…`,
          `PATCH ${account}/${kind}/…`,
          `DELETE ${account}/${kind}/…`,
          `GET ${account}/${kind}/…/references`,
        ]),
        `GET ${account}/pools/…/health`,
        `POST ${zone}/load_balancers`,
        `PATCH ${zone}/load_balancers/…`,
        `DELETE ${zone}/load_balancers/…`,
        `GET ${zone}/dns_records`,
        `POST ${zone}/dns_records/batch`,
      ]),
    );
  });

  test.each([
    ["an unknown field", { name: "a", origins: [], colour: "red" }, /additional/u],
    [
      "a weight out of range",
      { name: "a", origins: [{ name: "a", address: "192.0.2.1", weight: 2 }] },
      /<= 1/u,
    ],
    ["a field less", { name: "a" }, /origins/u],
  ])("%s would be found", (_name, body, problem) => {
    const found = findProblems({
      method: "POST",
      target: "/client/v4/accounts/a/load_balancers/pools",
      body: JSON.stringify(body),
    });
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });
});
