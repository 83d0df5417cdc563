/** From a zone that was made by hand to a policy that holds it: import, adopt, and nothing is left to do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "@aws-sdk/client-route-53";
import { ChangeResourceRecordSetsCommand, CreateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { runAdopt } from "../../src/cli/commands/adopt.ts";
import { runDrift } from "../../src/cli/commands/drift.ts";
import { runImport } from "../../src/cli/commands/import.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import type { ProviderId } from "../../src/policy/policy.ts";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import { a, alias, create, makeClient } from "../sandbox/workbench.ts";
import { makeProject, parseSaid } from "./command-line.ts";
import { listen } from "./in-process.ts";

async function plantRoute53(sandbox: Sandbox): Promise<void> {
  const zoneId = await sandbox.ensureZone("example.com");
  const client = makeClient(sandbox.route53Url);
  const check = async (address: string) => {
    const made = await client.send(
      new CreateHealthCheckCommand({
        CallerReference: `by-hand-${address}`,
        HealthCheckConfig: {
          Type: "HTTPS",
          IPAddress: address,
          Port: 443,
          ResourcePath: "/up",
          FullyQualifiedDomainName: "www.example.com",
          RequestInterval: 30,
          FailureThreshold: 3,
          EnableSNI: true,
        },
      }),
    );
    return made.HealthCheck?.Id ?? "";
  };
  const [one, two] = [await check("192.0.2.1"), await check("192.0.2.2")];
  const weighted = (SetIdentifier: string, Weight: number, address: string, HealthCheckId: string) =>
    create(a("pool.example.com.", { SetIdentifier, Weight, TTL: 60, HealthCheckId }, address));
  const geo = (SetIdentifier: string, GeoLocation: object) =>
    create(alias(zoneId, "www.example.com.", "pool.example.com.", { SetIdentifier, GeoLocation }));
  const changes: readonly Change[] = [
    weighted("blue", 3, "192.0.2.1", one),
    weighted("green", 1, "192.0.2.2", two),
    geo("eu", { ContinentCode: "EU" }),
    geo("rest", { CountryCode: "*" }),
    create(a("plain.example.com.", { TTL: 300 }, "192.0.2.9")),
    create(a("other.example.com.", { TTL: 300 }, "192.0.2.10")),
  ];
  await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes: [...changes] } }),
  );
}

async function plantCloudflare(sandbox: Sandbox): Promise<void> {
  await sandbox.ensureZone("example.com");
  const send = async (method: string, path: string, body?: object) => {
    const reply = await fetch(sandbox.cloudflareUrl + path, {
      method,
      headers: { authorization: "Bearer other" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said: { success: boolean; result: never } = JSON.parse(await reply.text());
    expect(said).toMatchObject({ success: true });
    return said.result as { id: string; account: { id: string } };
  };
  const [zone] = (await send("GET", "/zones?name=example.com")) as unknown as {
    id: string;
    account: { id: string };
  }[];
  const account = `/accounts/${zone?.account.id}/load_balancers`;
  const monitor = await send("POST", `${account}/monitors`, {
    type: "https",
    path: "/up",
    port: 443,
    expected_codes: "2xx",
    interval: 60,
    timeout: 5,
    retries: 1,
    consecutive_up: 2,
    consecutive_down: 2,
    header: { Host: ["www.example.com"] },
    description: "by hand",
  });
  const pool = (name: string, address: string) =>
    send("POST", `${account}/pools`, {
      name,
      origins: [{ name: "one", address, enabled: true, weight: 1 }],
      monitor: monitor.id,
      check_regions: ["WEU", "ENAM", "WNAM"],
    });
  const [first, second] = [await pool("first", "192.0.2.1"), await pool("second", "192.0.2.2")];
  await send("POST", `/zones/${zone?.id}/load_balancers`, {
    name: "www.example.com",
    default_pools: [first.id, second.id],
    fallback_pool: first.id,
    steering_policy: "off",
    proxied: false,
    ttl: 60,
    enabled: true,
  });
  for (const [name, content] of [
    ["plain.example.com", "192.0.2.9"],
    ["other.example.com", "192.0.2.10"],
  ]) {
    await send("POST", `/zones/${zone?.id}/dns_records`, {
      name,
      type: "A",
      content,
      ttl: 300,
      proxied: false,
    });
  }
}

const vendors: readonly (readonly [ProviderId, (sandbox: Sandbox) => Promise<void>])[] = [
  ["route53", plantRoute53],
  ["cloudflare", plantCloudflare],
];

test.each(vendors)(
  "a zone at %s is imported, adopted name by name, and then held",
  async (provider, plant) => {
    const folder = makeProject();
    const sandbox = await openSandbox({
      folder: join(folder, ".signpost", "sandbox"),
      now: () => Date.now(),
    });
    await plant(sandbox);
    await sandbox.close();

    const importing = listen(folder);
    const names = ["www", "plain"];
    const asked = {
      provider,
      sandbox: true,
      format: "human",
      output: "signpost.yaml",
      name: "edge",
    } as const;
    expect(await runImport(importing.context, "example.com", names, asked), importing.err()).toBe(0);
    const text = readFileSync(join(folder, "signpost.yaml"), "utf8");

    const planOf = async () => {
      const heard = listen(folder);
      const code = await runPlan(heard.context, [], { format: "json", sandbox: true });
      return {
        code,
        said: parseSaid(heard.out()) as unknown as { plans: { names: object[]; counts: object }[] },
      };
    };
    // What nobody has adopted is refused.
    expect((await planOf()).code).toBe(5);
    for (const name of names) {
      const heard = listen(folder);
      const writing = { format: "human", sandbox: true, yes: true, input: false, wait: "insync" } as const;
      expect(
        await runAdopt(heard.context, name, [], writing),
        `${heard.err()}\n${heard.out()}\n${text}`,
      ).toBe(0);
      expect(heard.out()).toContain("blast radius: no answer moves");
    }
    const { code, said } = await planOf();
    expect(code).toBe(0);
    expect(said.plans.map(({ counts }) => counts)).toEqual([{ create: 0, update: 0, delete: 0, markers: 0 }]);
    expect(said.plans.flatMap((plan) => plan.names)).toMatchObject([
      { status: "unchanged", drifted: false, pending: false },
      { status: "unchanged", drifted: false, pending: false },
    ]);
    expect(await runDrift(listen(folder).context, [], { format: "human", sandbox: true })).toBe(0);
  },
);
