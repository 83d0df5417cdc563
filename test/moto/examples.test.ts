import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { describe, expect, inject, test } from "vitest";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import { apply, clockOf, leftToDo, plan, ready } from "../provider/lab.ts";

const folder = join(import.meta.dirname, "../../examples");

/** A zone of its own for each example. Its name is the way in: the ids that moto makes up are none of Route 53's. */
async function makeZone(zone: string): Promise<void> {
  const client = new Route53Client({
    endpoint: inject("motoUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await client.send(new CreateHostedZoneCommand({ Name: zone, CallerReference: zone }));
  client.destroy();
}

/** moto takes these two kinds of routing and silently drops what they are about. */
const dropped = /^\s+(?:- )?(?:geoproximity|subnet):/mu;

const examples = readdirSync(folder).filter((name) => {
  if (!name.endsWith(".yaml")) return false;
  const text = readFileSync(join(folder, name), "utf8");
  // Only Route 53 is emulated.
  return !dropped.test(text) && !/^ {2}cloudflare:/mu.test(text);
});

describe.each(examples)("%s", (name) => {
  test("is applied, and then there is nothing to change", async () => {
    const connecting: ConnectOptions = {
      endpoint: inject("motoUrl"),
      anonymous: true,
      signal: new AbortController().signal,
      clock: clockOf({ now: Date.now() }),
    };
    const zone = name.replace(".yaml", ".example");
    await makeZone(zone);
    const it = ready(readFileSync(join(folder, name), "utf8").replaceAll("example.com", zone));
    const { plan: first } = await plan({ connecting }, it);
    expect(first.counts.create).toBeGreaterThan(0);
    const applied = await apply({ connecting }, it);
    expect(applied.done.length).toBeGreaterThan(0);
    expect(await leftToDo({ connecting }, it)).toBe(null);
    const { plan: second } = await plan({ connecting }, it);
    expect(second.names.map(({ drifted }) => drifted)).toEqual(it.records.map(() => false));
  });
});
