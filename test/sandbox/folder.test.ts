import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  ChangeTagsForResourceCommand,
  CreateHealthCheckCommand,
  GetChangeCommand,
  ListHealthChecksCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { SandboxLocked } from "../../src/sandbox/lock.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { SandboxCorrupt } from "../../src/sandbox/store.ts";
import {
  a,
  alias,
  create,
  listAll,
  makeClient,
  makeFolder,
  openWorkbench,
  refusal,
  remove,
} from "./workbench.ts";

const now = () => 0;

describe("the folder", () => {
  test("keeps everything for the next process", async () => {
    const bench = await openWorkbench();
    const { client, zoneId, folder } = bench;
    const HealthCheckConfig = { Type: "HTTP", IPAddress: "192.0.2.1" } as const;
    const { HealthCheck } = await client.send(
      new CreateHealthCheckCommand({ CallerReference: "r", HealthCheckConfig }),
    );
    const resource = { ResourceType: "healthcheck", ResourceId: HealthCheck?.Id } as const;
    await client.send(
      new ChangeTagsForResourceCommand({ ...resource, AddTags: [{ Key: "1", Value: "one" }] }),
    );
    const change = await bench.change(
      create(a("t.example.com", { SetIdentifier: "s", Weight: 1, HealthCheckId: HealthCheck?.Id })),
      create(alias(zoneId, "www.example.com", "t.example.com")),
    );
    const before = await bench.list();
    await bench.sandbox.close();

    const again = await openWorkbench({ folder });
    expect(again.zoneId).toBe(zoneId);
    expect(await again.list()).toEqual(before);
    expect((await again.client.send(new ListHealthChecksCommand({}))).HealthChecks).toEqual([HealthCheck]);
    const { ResourceTagSet } = await again.client.send(new ListTagsForResourceCommand(resource));
    expect(ResourceTagSet?.Tags).toEqual([{ Key: "1", Value: "one" }]);
    expect((await again.client.send(new GetChangeCommand({ Id: change }))).ChangeInfo?.Id).toBe(change);
    // The index of alias targets is there again too.
    const target = before.filter(({ Weight }) => Weight === 1).map(remove);
    expect((await refusal(again.change(...target))).message).toContain("still targets it");
  });

  test("holds a state file for each vendor and the lock, and no leavings", async () => {
    const bench = await openWorkbench();
    await bench.change(create(a("www.example.com")));
    expect((await readdir(bench.folder)).toSorted()).toEqual(["cloudflare.json", "lock", "state.json"]);
    await bench.sandbox.close();
    expect((await readdir(bench.folder)).toSorted()).toEqual(["cloudflare.json", "state.json"]);
  });

  test("is written before the answer, and not at all for a refused change", async () => {
    const bench = await openWorkbench();
    const text = () => readFile(join(bench.folder, "state.json"), "utf8");
    await bench.change(create(a("www.example.com")));
    const written = await text();
    expect(written).toContain("www.example.com.");
    await refusal(bench.change(create(a("www.example.com"))));
    expect(await text()).toBe(written);
  });

  const damages = [
    ["half", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["edited", (text: string) => text.replace("example", "exemple")],
    ["of another format", (text: string) => text.replace('"format":1', '"format":99')],
    ["another JSON value", () => "[]"],
    ["null", () => "null"],
  ] as const;

  test.each(
    ["state.json", "cloudflare.json"].flatMap((name) =>
      damages.map(([how, damage]) => ({ name, how, damage })),
    ),
  )("with a $name that is $how is refused by name", async ({ name, damage }) => {
    const bench = await openWorkbench();
    await bench.change(create(a("www.example.com")));
    await bench.sandbox.close();
    const file = join(bench.folder, name);
    await writeFile(file, damage(await readFile(file, "utf8")));
    const error: unknown = await openSandbox({ folder: bench.folder, now }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(SandboxCorrupt);
    expect(error).toMatchObject({ file, folder: bench.folder });
    expect(String(error)).toContain("Delete the folder");
    // The lock is not left behind.
    expect((await readdir(bench.folder)).toSorted()).toEqual(["cloudflare.json", "state.json"]);
  });
});

describe("the lock", () => {
  test("says who holds it and where", async () => {
    const bench = await openWorkbench();
    const error: unknown = await openSandbox({ folder: bench.folder, now }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(SandboxLocked);
    expect(error).toMatchObject({
      pid: process.pid,
      folder: bench.folder,
      route53Url: bench.sandbox.route53Url,
    });
    await bench.change(create(a("www.example.com")));
  });

  test("of another living process is respected", async () => {
    const folder = await makeFolder();
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      await writeFile(join(folder, "lock"), JSON.stringify({ pid: other.pid, route53Url: null }));
      const error: unknown = await openSandbox({ folder, now }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(SandboxLocked);
      expect(error).toMatchObject({ pid: other.pid });
    } finally {
      other.kill();
    }
  });

  test("of a dead process is taken over", async () => {
    const folder = await makeFolder();
    const other = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    await once(other, "exit");
    await writeFile(join(folder, "lock"), JSON.stringify({ pid: other.pid, route53Url: null }));
    const bench = await openWorkbench({ folder });
    expect(await listAll(makeClient(bench.sandbox.route53Url), bench.zoneId)).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual(["cloudflare.json", "lock", "state.json"]);
  });

  test.each(["", "{", '{"pid":"x"}', JSON.stringify({ pid: process.pid })])(
    "left as %j is taken over",
    async (text) => {
      const folder = await makeFolder();
      await writeFile(join(folder, "lock"), text);
      const bench = await openWorkbench({ folder });
      await bench.change(create(a("www.example.com")));
    },
  );

  test("goes to exactly one of several that open at once", async () => {
    const folder = await makeFolder();
    const opened = await Promise.allSettled(Array.from({ length: 5 }, () => openSandbox({ folder, now })));
    const won = opened.filter((result) => result.status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const result of opened)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(SandboxLocked);
    await Promise.all(won.map(({ value }) => value.close()));
  });

  test("is free after closing, twice if need be", async () => {
    const folder = await makeFolder();
    const first = await openSandbox({ folder, now });
    await first.close();
    await first.close();
    const second = await openSandbox({ folder, now });
    await second.close();
  });
});
