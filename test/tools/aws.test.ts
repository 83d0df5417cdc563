/**
 * Tools that people have, held against the sandbox as they are: the aws command line and boto3. Run by `npm run
 * test:tools`, where both are installed.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";

// The sandbox answers from this process, so the tools must not be waited for in a blocking way.
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "signpost-tools-"));
let sandbox: Sandbox;
let zone: string;

beforeAll(async () => {
  sandbox = await openSandbox({ folder: join(folder, "state"), now: () => Date.now() });
  zone = await sandbox.ensureZone("example.com");
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ENDPOINT_URL_ROUTE_53: sandbox.route53Url,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_PAGER: "",
  };
}

async function aws(...args: readonly string[]): Promise<unknown> {
  const command = ["route53", ...args, "--output", "json"];
  const { stdout } = await run("aws", command, { env: environment() });
  return stdout.trim() === "" ? null : JSON.parse(stdout);
}

function batch(action: string, weight: number): string {
  return JSON.stringify({
    Changes: [
      {
        Action: action,
        ResourceRecordSet: {
          Name: "cli.example.com",
          Type: "A",
          SetIdentifier: "one",
          Weight: weight,
          TTL: 60,
          ResourceRecords: [{ Value: "192.0.2.1" }],
        },
      },
    ],
  });
}

test("the aws command line lists and changes the zone", async () => {
  expect(await aws("list-hosted-zones")).toMatchObject({
    HostedZones: [{ Id: `/hostedzone/${zone}`, Name: "example.com." }],
  });
  const changed = await aws(
    "change-resource-record-sets",
    "--hosted-zone-id",
    zone,
    "--change-batch",
    batch("CREATE", 5),
  );
  const { ChangeInfo: info } = Object(changed);
  await run("aws", ["route53", "wait", "resource-record-sets-changed", "--id", info.Id], {
    env: environment(),
  });
  expect(await aws("list-resource-record-sets", "--hosted-zone-id", zone)).toMatchObject({
    ResourceRecordSets: expect.arrayContaining([
      expect.objectContaining({ Name: "cli.example.com.", SetIdentifier: "one", Weight: 5, TTL: 60 }),
    ]),
  });
  // What AWS would refuse is refused in the same words.
  const refused = aws(
    "change-resource-record-sets",
    "--hosted-zone-id",
    zone,
    "--change-batch",
    batch("DELETE", 6),
  );
  await expect(refused).rejects.toThrow(/InvalidChangeBatch[\s\S]*do not match the current values/u);
  await aws("change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch("DELETE", 5));
});

test("boto3 lists and changes the zone, with its own paginators", async () => {
  const script = join(folder, "tool.py");
  writeFileSync(
    script,
    `
import json, sys, boto3
client = boto3.client("route53")
zone = sys.argv[1]
record = {"Name": "*.boto.example.com", "Type": "AAAA", "TTL": 30, "ResourceRecords": [{"Value": "2001:db8::1"}]}
change = lambda action: client.change_resource_record_sets(
    HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})
made = change("CREATE")
client.get_waiter("resource_record_sets_changed").wait(Id=made["ChangeInfo"]["Id"], WaiterConfig={"Delay": 1})
pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone, PaginationConfig={"PageSize": 2})
names = [r["Name"] for page in pages for r in page["ResourceRecordSets"]]
check = client.create_health_check(CallerReference="boto", HealthCheckConfig={
    "Type": "TCP", "IPAddress": "192.0.2.1", "Port": 443})["HealthCheck"]
listed = [c["Id"] for page in client.get_paginator("list_health_checks").paginate() for c in page["HealthChecks"]]
client.delete_health_check(HealthCheckId=check["Id"])
change("DELETE")
print(json.dumps({"names": names, "listed": check["Id"] in listed}))
`,
  );
  const { stdout } = await run("python3", [script, zone], { env: environment() });
  const seen: unknown = JSON.parse(stdout);
  expect(seen).toEqual({ names: expect.arrayContaining(["\\052.boto.example.com."]), listed: true });
});
