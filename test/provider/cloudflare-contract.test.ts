/**
 * What is sent to Cloudflare, held against Cloudflare's own description of its API. That file is not part of this
 * repository; where it lies beside it, it is used.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { changed, onCloudflare, usual } from "../apply/cloudflare-policies.ts";
import { openCloudflareLab } from "./cloudflare-lab.ts";
import { apply, emptied, leftToDo, type Ready, readyOrNull } from "./lab.ts";
import { openProxy, type Passing } from "./proxy.ts";

const root = join(import.meta.dirname, "../..");
const path = join(root, "../shared/contracts/cloudflare-openapi.json");
const isHere = existsSync(path);

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
}

/** Makes the function that says what is wrong with a request. */
function openRequests(file: string): (passing: Passing) => readonly string[] {
  const contract: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(contract, "contract");
  const templates = Object.keys(contract.paths).map((template) => ({
    template,
    holes: template.split("{").length,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/gu, "[^/]+")}$`, "u"),
  }));
  templates.sort((one, other) => one.holes - other.holes);
  return ({ method, target, body }) => {
    const url = new URL(target, "http://localhost");
    const where = url.pathname.replace(/^\/client\/v4/u, "");
    const template = templates.find(({ pattern }) => pattern.test(where))?.template ?? "";
    const verb = method.toLowerCase();
    const operation = contract.paths[template]?.[verb];
    if (operation === undefined) return [`${method} ${where} isn't described`];
    const known = (operation.parameters ?? []).map(({ name }) => name);
    const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(name));
    const problems = unknown.map((name) => `${method} ${template} has no ${name}`);
    if (body === "") return problems;
    if (operation.requestBody === undefined) return [...problems, `${method} ${template} takes no body`];
    const steps = ["paths", template, verb, "requestBody", "content", "application/json", "schema"];
    const pointer = steps
      .map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = ajv.getSchema(`contract#/${pointer}`);
    if (validate === undefined) return [...problems, `${method} ${template} has no schema`];
    if (validate(JSON.parse(body)) === true) return problems;
    const told = (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${method} ${template} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return [...problems, ...told];
  };
}

test("the description is looked for", () => {
  if (!isHere) {
    process.stdout.write("The description of Cloudflare's API isn't here: nothing is held against it.\n");
  }
  const found = isHere ? openRequests(path) : null;
  expect(found !== null).toBe(isHere);
});

describe.runIf(isHere)("requests", () => {
  // Opened where the file is: the body of this block runs in any case.
  const findProblems = isHere ? openRequests(path) : () => [];

  test("of the examples and of every kind of change are as Cloudflare describes them", {
    timeout: 60_000,
  }, async () => {
    const lab = await openCloudflareLab({ healthReportAfterMs: 1000 });
    const problems: string[] = [];
    const seen = new Set<string>();
    const endpoint = await openProxy(lab.connecting.endpoint ?? "", {
      see: (passing) => {
        seen.add(
          `${passing.method} ${passing.target.replaceAll(/[0-9a-z]{32}/gu, "…").replace(/\?.*/u, "")}`,
        );
        problems.push(...findProblems(passing));
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
    expect(problems).toEqual([]);
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
