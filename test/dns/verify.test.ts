/**
 * `verify` against gdnsd and PowerDNS: a name that is served as the policy says must pass, and one that is served with
 * another weight, another TTL, a member missing or another order of failover must be found.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runVerify, type VerifyOptions } from "../../src/cli/commands/verify.ts";
import { parseServer, parseVantage } from "../../src/cli/verify/option-values.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import type { SteeringNode } from "../../src/steering/tree.ts";
import type { Vantage } from "../../src/verify/clients.ts";
import { makeProject, parseSaid } from "../cli/command-line.ts";
import { listen } from "../cli/in-process.ts";
import { askers } from "./places.ts";
import type { Trial } from "./policies.ts";
import { findCommand, gdnsd, powerDns, zone } from "./start-server.ts";

const addresses = new Map(
  ["eu-a", "eu-b", "eu-dr", "us-a", "us-b"].map((name, at) => [name, `127.77.1.${10 + at}`]),
);
const down = new Set(["us-a"]);

/** As it is served: what the policy says, but for one thing. */
const served: Readonly<Record<string, (node: SteeringNode) => SteeringNode>> = {
  right: (node) => node,
  heavier: (node) =>
    node.kind === "weighted"
      ? {
          ...node,
          members: node.members.map((one, at) => (at === 0 ? { ...one, weight: one.weight + 40 } : one)),
        }
      : node,
  lacking: (node) => (node.kind === "weighted" ? { ...node, members: node.members.slice(0, -1) } : node),
  backwards: (node) => (node.kind === "failover" ? { ...node, members: [...node.members].reverse() } : node),
  // As the others; the policy says another one.
  sooner: (node) => node,
};

const policy = `version: 1
name: oracle
zone: ${zone}
providers: { route53: {} }
healthChecks:
  web: { type: http, path: /health, host: www.${zone} }
endpoints:
${[...addresses].map(([name, address]) => `  ${name}: { ipv4: ${address}, healthCheck: web }`).join("\n")}
policies:
  steering:
    geolocation:
      - { from: { continents: [EU] }, to: { failover: [{ weighted: { eu-a: 60, eu-b: 40 } }, eu-dr] }, whenDown: stay }
      - { from: { countries: [US] }, to: { failover: [us-a, us-b] } }
      - { from: anywhere, to: eu-dr }
records:
${Object.keys(served)
  .map((label) => `  ${label}: { ttl: ${label === "sooner" ? 20 : 30}s, to: { use: steering } }`)
  .join("\n")}
`;

function drawTrees(): readonly Trial[] {
  const { records, diagnostics } = checkPolicy({ path: "signpost.yaml", text: policy });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return records.map(({ record: { label }, tree }, at): Trial => {
    const change = served[label] ?? ((node: SteeringNode) => node);
    return { label, policy: at, tree: alter(tree, change), addresses, down };
  });
}

function alter(node: SteeringNode, change: (node: SteeringNode) => SteeringNode): SteeringNode {
  const changed = change(node);
  switch (changed.kind) {
    case "failover":
      return { ...changed, members: changed.members.map((member) => alter(member, change)) };
    case "geolocation":
      return { ...changed, branches: changed.branches.map((one) => ({ ...one, to: alter(one.to, change) })) };
    default:
      return changed;
  }
}

const codes: Readonly<Record<string, string>> = { Germany: "DE", California: "US-CA", Brazil: "BR" };
const vantages = askers.reduce<readonly Vantage[]>((before, { name, network }) => {
  const code = codes[name];
  return code === undefined ? before : parseVantage(`${code}=${network}`, before);
}, []);

describe.each([gdnsd, powerDns])("$title", (server) => {
  const isLeftOut = findCommand(server.command) === null && process.env.CI === undefined;
  let port = 0;
  let stop: () => Promise<void> = async () => {};

  beforeAll(async () => {
    if (isLeftOut) return;
    ({ port, stop } = await server.start(drawTrees()));
  }, 90_000);
  afterAll(() => stop());

  async function verify(record: string, options: Partial<VerifyOptions> = {}) {
    const heard = listen(makeProject({ "signpost.yaml": policy }));
    const code = await runVerify(heard.context, [], {
      format: "json",
      record: [record],
      server: parseServer(`127.0.0.1:${port}`),
      down: "us-a",
      place: vantages,
      rate: 20_000,
      ...options,
    });
    const { diagnostics } = parseSaid(heard.out());
    const found = diagnostics.filter((one) => one.severity === "error").map((one) => one.code);
    return { code, found: [...new Set(found)].sort() };
  }

  test.skipIf(isLeftOut)("what is served right agrees", async () => {
    expect(await verify("right")).toEqual({ code: 0, found: [] });
  });

  test.skipIf(isLeftOut).each([
    ["a weight of 100 instead of 60", "heavier", ["answer-share"]],
    ["a member that is missing", "lacking", ["answer-share"]],
    ["a failover that runs backwards", "backwards", ["answer-unexpected"]],
    ["another TTL", "sooner", ["answer-ttl"]],
  ])("%s is found", async (_what, record, found) => {
    expect(await verify(record)).toEqual({ code: 2, found });
  });

  test.skipIf(isLeftOut)("an endpoint that is taken to be up and isn't is found", async () => {
    const healthy = await verify("right", { down: "" });
    expect(healthy).toEqual({ code: 2, found: ["answer-unexpected"] });
  });
});
