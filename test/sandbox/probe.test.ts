import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import {
  CreateHealthCheckCommand,
  GetHealthCheckLastFailureReasonCommand,
  GetHealthCheckStatusCommand,
  type HealthCheckConfig as SdkConfig,
} from "@aws-sdk/client-route-53";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { probe } from "../../src/sandbox/health/probe.ts";
import { openProber } from "../../src/sandbox/health/prober.ts";
import { watchCheck } from "../../src/sandbox/health/start-prober.ts";
import type { HealthCheckConfig } from "../../src/sandbox/route53/health-check-config.ts";
import { selfSigned } from "./self-signed.ts";
import { openWorkbench } from "./workbench.ts";

const plain: HealthCheckConfig = {
  type: "HTTP",
  requestInterval: 10,
  measureLatency: false,
  routingControlArn: null,
  ipAddress: "127.0.0.1",
  port: 80,
  resourcePath: null,
  fullyQualifiedDomainName: null,
  searchString: null,
  failureThreshold: 3,
  inverted: false,
  disabled: false,
  healthThreshold: null,
  childHealthChecks: null,
  enableSni: false,
  regions: null,
  alarm: null,
  insufficientDataHealthStatus: null,
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server && typeof server.closeAllConnections === "function") {
          server.closeAllConnections();
        }
      }),
  );
  const address = server.address() as AddressInfo;
  return address.port;
}

function ask(config: Partial<HealthCheckConfig>) {
  return probe({ ...plain, ...config }, "127.0.0.1", new AbortController().signal);
}

const serve = (listener: RequestListener) => listen(createHttpServer(listener));

describe("a probe over HTTP", () => {
  test.each([
    [200, true],
    [204, true],
    [301, true],
    [399, true],
    [400, false],
    [503, false],
  ])("takes the status %i as healthy: %s", async (status, healthy) => {
    const port = await serve((_, reply) => reply.writeHead(status, { location: "/elsewhere" }).end());
    const finding = await ask({ port });
    expect(finding).toMatchObject({ healthy });
    expect(finding.status).toContain(`HTTP Status Code ${status}`);
  });

  test("asks for the path, under the name that is given, with its port where that is unusual", async () => {
    const seen: (string | undefined)[] = [];
    const port = await serve(({ method, url, headers }, reply) => {
      seen.push(method, url, headers.host, headers["user-agent"]);
      reply.end();
    });
    await ask({ port, resourcePath: "/up?deep=1", fullyQualifiedDomainName: "www.example.com" });
    expect(seen.slice(0, 3)).toEqual(["GET", "/up?deep=1", `www.example.com:${port}`]);
    expect(seen[3]).toContain("Amazon-Route53-Health-Check-Service");
    await ask({ port });
    expect(seen.slice(4, 7)).toEqual(["GET", "/", `127.0.0.1:${port}`]);
  });

  test("looks for the text in the first 5,120 bytes only, and to the letter", async () => {
    const body = (before: number, text = "All is well") => "x".repeat(before) + text;
    const port = await serve(({ url }, reply) => {
      if (url === "/edge") reply.end(body(5120 - 11));
      else if (url === "/beyond") reply.end(body(5120 - 10));
      else if (url === "/case") reply.end(body(0, "ALL IS WELL"));
      else {
        // Split over two pieces.
        reply.write("All is");
        setTimeout(() => reply.end(" well"), 20);
      }
    });
    const look = async (resourcePath: string) =>
      (await ask({ port, type: "HTTP_STR_MATCH", searchString: "All is well", resourcePath })).healthy;
    expect(await look("/edge")).toBe(true);
    expect(await look("/pieces")).toBe(true);
    expect(await look("/beyond")).toBe(false);
    expect(await look("/case")).toBe(false);
  });

  test("fails where nobody listens, hangs up, or has no answer in time", async () => {
    const port = await serve(() => {});
    const began = Date.now();
    const silent = await ask({ port });
    expect(silent).toEqual({ healthy: false, status: "Failure: Response timed out." });
    // 2 s after connecting, and not the 4 s that connecting may take.
    expect(Date.now() - began).toBeGreaterThan(1900);
    expect(Date.now() - began).toBeLessThan(3500);
    const rude = await listen(createTcpServer((socket) => socket.destroy()));
    expect(await ask({ port: rude })).toMatchObject({ healthy: false });
    const server = createTcpServer();
    const free = await listen(server);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await ask({ port: free })).toEqual({ healthy: false, status: "Failure: Connection refused." });
    expect(await ask({ port: free, resourcePath: "/a b\n" })).toMatchObject({ healthy: false });
  });
});

describe("a probe over HTTPS", () => {
  test("takes any certificate, and sends the name only when it is to", async () => {
    const names: (string | false | null | undefined)[] = [];
    const server = createHttpsServer(selfSigned, (_, reply) => reply.end());
    server.on("secureConnection", (socket) => names.push(socket.servername));
    const port = await listen(server);
    const config = { port, type: "HTTPS", fullyQualifiedDomainName: "www.example.com" } as const;
    expect(await ask({ ...config, enableSni: true })).toMatchObject({ healthy: true });
    expect(await ask({ ...config, enableSni: false })).toMatchObject({ healthy: true });
    expect(names).toEqual(["www.example.com", false]);
  });

  test("fails against a server that speaks no TLS", async () => {
    const port = await serve((_, reply) => reply.end());
    expect(await ask({ port, type: "HTTPS" })).toMatchObject({ healthy: false });
  });
});

test("a probe over TCP wants a connection and no more", async () => {
  const server = createTcpServer();
  const port = await listen(server);
  expect(await ask({ port, type: "TCP" })).toMatchObject({ healthy: true });
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(await ask({ port, type: "TCP" })).toMatchObject({ healthy: false });
});

describe("the status of a check", () => {
  const check = {
    id: "c",
    callerReference: "c",
    version: 1,
    config: plain,
    created: plain,
    createdAt: 0,
  };

  /** Probes whose findings are written down in advance, one for each second. */
  function follow(script: string, threshold = 3) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const turns: string[] = [];
    let at = 0;
    const prober = openProber({
      now: () => Date.now(),
      intervalMs: 1000,
      probe: async () => {
        const healthy = script[at] !== "x";
        at += 1;
        return { healthy, status: healthy ? "well" : "ill" };
      },
      onTurn: (_, { healthy }) => turns.push(`${at} ${healthy ? "up" : "down"}`),
    });
    onTestFinished(() => prober.close());
    prober.follow([watchCheck({ ...check, config: { ...plain, failureThreshold: threshold } })]);
    return { turns, prober, probes: () => at };
  }

  test.each([
    ["turns after as many failures in a row as the threshold", "..xxxx", ["5 down"]],
    ["and back after as many successes", "xxx...", ["3 down", "6 up"]],
    ["not for failures that aren't in a row", "xx.xx.xx.", []],
    ["not back for successes that aren't in a row", "xxx..x..x", ["3 down"]],
  ])("%s", async (_, script, expected) => {
    const { turns, probes } = follow(script);
    for (let second = 1; second < script.length; second += 1) await vi.advanceTimersByTimeAsync(1000);
    expect(probes()).toBe(script.length);
    expect(turns).toEqual(expected);
  });

  test("turns at once with a threshold of 1", async () => {
    const { turns } = follow("x.x", 1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(turns).toEqual(["1 down", "2 up", "3 down"]);
  });

  test("is no longer followed once the check is gone, and starts anew with other settings", async () => {
    const { prober, probes } = follow("......");
    await vi.advanceTimersByTimeAsync(1000);
    expect(probes()).toBe(2);
    prober.follow([watchCheck({ ...check, version: 2 })]);
    await vi.advanceTimersByTimeAsync(0);
    expect(probes()).toBe(3);
    prober.follow([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(probes()).toBe(3);
    expect(prober.resultOf("c")).toBeNull();
  });

  test("a late report of an early probe counts for nothing", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let at = 0;
    const prober = openProber({
      now: () => Date.now(),
      intervalMs: 1000,
      probe: async () => {
        at += 1;
        if (at > 1) return { healthy: true, status: "well" };
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return { healthy: false, status: "ill" };
      },
      onTurn: () => {},
    });
    onTestFinished(() => prober.close());
    prober.follow([watchCheck({ ...check, config: { ...plain, failureThreshold: 1 } })]);
    await vi.advanceTimersByTimeAsync(4000);
    expect(prober.resultOf("c")).toMatchObject({ healthy: true, lastFailure: null });
  });
});

test("what the probes see is what the API reports", async () => {
  let status = 200;
  const port = await serve((_, reply) => reply.writeHead(status).end());
  const bench = await openWorkbench({ now: () => Date.now(), probe: { intervalMs: 50 } });
  const HealthCheckConfig: SdkConfig = {
    Type: "HTTP",
    IPAddress: "127.0.0.1",
    Port: port,
    FailureThreshold: 2,
  };
  const { HealthCheck } = await bench.client.send(
    new CreateHealthCheckCommand({ CallerReference: "c", HealthCheckConfig }),
  );
  const HealthCheckId = HealthCheck?.Id;
  const report = async () => {
    const seen = await bench.client.send(new GetHealthCheckStatusCommand({ HealthCheckId }));
    return (seen.HealthCheckObservations ?? []).map(({ StatusReport }) => StatusReport?.Status);
  };
  await vi.waitFor(async () =>
    expect(await report()).toEqual(Array(8).fill("Success: HTTP Status Code 200, OK")),
  );
  status = 503;
  const failure = "Failure: HTTP Status Code 503, Service Unavailable";
  await vi.waitFor(async () => expect(await report()).toEqual(Array(8).fill(failure)));
  await vi.waitFor(() =>
    expect(bench.sandbox.listEndpoints()).toMatchObject([{ healthy: false, setDown: false }]),
  );
  status = 200;
  await vi.waitFor(() => expect(bench.sandbox.listEndpoints()).toMatchObject([{ healthy: true }]));
  const last = await bench.client.send(new GetHealthCheckLastFailureReasonCommand({ HealthCheckId }));
  expect(last.HealthCheckObservations?.[0]?.StatusReport?.Status).toBe(failure);
});
