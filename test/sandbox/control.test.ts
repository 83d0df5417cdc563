import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CreateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { describe, expect, onTestFinished, test } from "vitest";
import { findRunning } from "../../src/sandbox/control-client.ts";
import { PortTaken } from "../../src/sandbox/port-taken.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { ask } from "./dns-client.ts";
import { a, create, makeFolder, openWorkbench } from "./workbench.ts";

const header = { "x-signpost-sandbox": "1" };

describe("the running sandbox", () => {
  test("is found by its folder, and does what is asked", async () => {
    const bench = await openWorkbench({ foreground: true, dnsPort: 0 });
    const running = await findRunning(bench.folder);
    expect(running?.identity).toMatchObject({
      route53Url: bench.sandbox.route53Url,
      dnsPort: bench.sandbox.dnsPort,
      pid: process.pid,
      probing: false,
    });
    expect(await running?.ensureZone("example.com")).toBe(bench.zoneId);
    expect(await running?.ensureZone("Example.ORG")).toMatch(/^Z/);
    await expect(running?.ensureZone("a..b")).rejects.toThrow("is not valid");

    const HealthCheckConfig = { Type: "HTTPS", IPAddress: "2001:db8::1" } as const;
    const { HealthCheck } = await bench.client.send(
      new CreateHealthCheckCommand({ CallerReference: "c", HealthCheckConfig }),
    );
    const set = (SetIdentifier: string, Failover: "PRIMARY" | "SECONDARY", address: string) =>
      create(a("www.example.com", { SetIdentifier, Failover, HealthCheckId: HealthCheck?.Id }, address));
    await bench.change(set("p", "PRIMARY", "192.0.2.1"));
    await bench.change(
      create(a("www.example.com", { SetIdentifier: "s", Failover: "SECONDARY" }, "192.0.2.2")),
    );
    const answer = async () => (await ask(bench.sandbox.dnsPort ?? 0, { name: "www.example.com" })).values[0];
    expect(await answer()).toBe("192.0.2.1");
    // However the address is written.
    expect(await running?.setDown(["2001:DB8:0::1"], true)).toMatchObject([
      { target: "2001:0db8:0000:0000:0000:0000:0000:0001", healthy: false, setDown: true },
    ]);
    expect(await answer()).toBe("192.0.2.2");
    expect(await running?.setDown(["2001:db8::1"], false)).toMatchObject([{ healthy: true, setDown: false }]);
    expect(await answer()).toBe("192.0.2.1");
  });

  test("that serves one command only is nobody else's", async () => {
    const bench = await openWorkbench();
    expect(await findRunning(bench.folder)).toBeNull();
  });

  test("isn't whoever has its port now", async () => {
    const bench = await openWorkbench({ foreground: true });
    const folder = await makeFolder();
    const lock = (url: string, pid = process.pid) =>
      writeFileSync(join(folder, "lock"), JSON.stringify({ pid, route53Url: url }));
    // Another folder's sandbox, another process, a stranger, nobody, and an address beyond this machine.
    lock(bench.sandbox.route53Url);
    expect(await findRunning(folder)).toBeNull();
    writeFileSync(
      join(bench.folder, "lock"),
      JSON.stringify({ pid: 1, route53Url: bench.sandbox.route53Url }),
    );
    expect(await findRunning(bench.folder)).toBeNull();
    const stranger = createServer((_, reply) => reply.end("{}"));
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void stranger.close());
    const { port } = stranger.address() as AddressInfo;
    for (const url of [`http://127.0.0.1:${port}`, "http://127.0.0.1:1", "http://example.com:80"]) {
      lock(url);
      expect(await findRunning(folder)).toBeNull();
    }
    expect(await findRunning(await makeFolder())).toBeNull();
  });

  test("answers no browser", async () => {
    const { sandbox } = await openWorkbench({ foreground: true });
    const url = `${sandbox.route53Url}/_signpost`;
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { headers: header })).status).toBe(200);
    const preflight = await fetch(`${url}/endpoints`, {
      method: "OPTIONS",
      headers: { origin: "http://evil.test" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    const body = JSON.stringify({ targets: ["192.0.2.1"], down: true });
    expect((await fetch(`${url}/endpoints`, { method: "POST", body })).status).toBe(403);
    for (const wrong of ["{", "{}", '{"targets":[1],"down":true}', '{"targets":[],"down":"yes"}', "[]"]) {
      const reply = await fetch(`${url}/endpoints`, { method: "POST", body: wrong, headers: header });
      expect(reply.status).toBe(400);
    }
  });
});

describe("ports", () => {
  test("that are taken are named", async () => {
    const first = await openWorkbench({ dnsPort: 0 });
    const port = Number(new URL(first.sandbox.route53Url).port);
    const folder = await makeFolder();
    const open = (more: object) => openSandbox({ folder, now: () => 0, ...more });
    await expect(open({ port })).rejects.toMatchObject({ name: "PortTaken", port });
    await expect(open({ dnsPort: first.sandbox.dnsPort })).rejects.toBeInstanceOf(PortTaken);
    // Nothing is left behind by those.
    const second = await open({ dnsPort: 0 });
    await second.close();
  });
});
