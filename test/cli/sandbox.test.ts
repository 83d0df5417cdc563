/** The sandbox in the foreground, as a user runs it: another terminal's commands, DNS, endpoints that die. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { ask } from "../sandbox/dns-client.ts";
import { makeProject, parseSaid, type Running, run, small, start } from "./command-line.ts";

interface Served {
  readonly route53Url: string;
  readonly dnsPort: number;
  readonly cloudflareDnsPort: number;
  readonly running: Running;
}

/** Starts `signpost sandbox` on free ports, and ends it after the test if it still runs. */
async function serve(folder: string, ...more: string[]): Promise<Served> {
  const ports = ["--port", "0", "--dns-port", "0", "--cloudflare-dns-port", "0"];
  const running = start(["sandbox", ...ports, "--format", "json", ...more], { folder });
  onTestFinished(() => void running.child.kill("SIGKILL"));
  const text = await new Promise<string>((resolve, reject) => {
    let said = "";
    running.child.stdout.on("data", (chunk: string) => {
      said += chunk;
      if (said.endsWith("}\n")) resolve(said);
    });
    void running.ended.then(({ stdout, stderr }) => reject(new Error(`it ended: ${stdout}${stderr}`)));
  });
  const facts = parseSaid(text);
  const { route53Url } = facts;
  if (typeof route53Url !== "string") throw new Error(`no facts: ${text}`);
  const portOf = (dns: unknown) =>
    typeof dns === "object" && dns !== null && "port" in dns ? Number(dns.port) : Number.NaN;
  return {
    route53Url,
    dnsPort: portOf(facts.dns),
    cloudflareDnsPort: portOf(facts.cloudflareDns),
    running,
  };
}

const failover = (port: number) => `version: 1
name: web
zone: example.net
providers:
  route53: {}
healthChecks:
  web: { type: http, port: ${port}, interval: 10s, unhealthyThreshold: 2, healthyThreshold: 2 }
endpoints:
  main: { ipv4: 127.0.0.2, healthCheck: web }
  standby: { ipv4: 127.0.0.3, healthCheck: web }
records:
  www:
    ttl: 5s
    to: { failover: [main, standby] }
`;

async function listen(host: string, port: number): Promise<Server> {
  const server = createServer((_, reply) => reply.end("well"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  onTestFinished(() => void server.close());
  return server;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe("signpost sandbox", () => {
  test("is used by the commands of its directory, and answers DNS", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { dnsPort, running } = await serve(folder);
    const applied = await run(["apply", "--sandbox", "--yes"], { folder });
    expect(applied).toMatchObject({ code: 0 });
    expect(["192.0.2.1", "192.0.2.2"]).toContain((await ask(dnsPort, { name: "www.example.com" })).values[0]);
    const again = await run(["plan", "--sandbox", "--detailed-exitcode"], { folder });
    expect(again.code).toBe(0);

    running.child.kill("SIGINT");
    const ended = await running.ended;
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stderr).toContain("The sandbox has ended");
    // The state stays, and the lock doesn't.
    expect((await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code).toBe(0);
    const status = await run(["sandbox", "status"], { folder });
    expect(status.code).toBe(10);
    expect(status.stderr).toContain("[sandbox-not-running]");
  });

  test("says where it is, for people and for tools", async () => {
    const folder = makeProject();
    const running = start(["sandbox", "--port", "0", "--dns-port", "0", "--zone", "example.org"], { folder });
    await new Promise<void>((resolve) => running.child.stdout.on("data", () => resolve()));
    running.child.kill("SIGTERM");
    const { stdout, code } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/export AWS_ENDPOINT_URL_ROUTE_53=http:\/\/127\.0\.0\.1:\d+\n/);
    expect(stdout).toMatch(/export CLOUDFLARE_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/client\/v4\n/);
    expect(stdout).toMatch(/export CLOUDFLARE_API_TOKEN=sandbox\n/);
    // Whoever names no port gets a free one where the usual one is taken; never the same twice.
    const ports = [...stdout.matchAll(/DNS at 127\.0\.0\.1 port (\d+)/g)].map(([, port]) => port);
    expect(new Set(ports).size).toBe(2);
    expect(stdout).toMatch(/dig @127\.0\.0\.1 -p \d+ www\.example\.org \+subnet=198\.18\.55\.0\/24/);
  });

  test("a second one is refused, and so is a reset", async () => {
    const folder = makeProject();
    const { route53Url } = await serve(folder);
    for (const args of [["--port", "0", "--dns-port", "0"], ["--reset"]]) {
      const second = await run(["sandbox", ...args], { folder });
      expect(second.code).toBe(10);
      expect(second.stderr).toContain("[sandbox-locked]");
    }
    const elsewhere = makeProject();
    const port = new URL(route53Url).port;
    const taken = await run(["sandbox", "--port", port, "--dns-port", "0"], { folder: elsewhere });
    expect(taken.code).toBe(10);
    expect(taken.stderr).toContain("[sandbox-port-taken]");
    expect(taken.stderr).toContain("--port");
  });

  test("--reset empties it", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    expect((await run(["sandbox", "--reset"], { folder })).code).toBe(0);
    expect((await run(["plan", "--sandbox", "--detailed-exitcode"], { folder })).code).toBe(2);
  });

  test("--places lists where clients are", async () => {
    const { stdout, code } = await run(["sandbox", "--places"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^198\.18\.55\.0\/24 +DE +Germany$/m);
    expect(stdout).toMatch(/^198\.19\.5\.0\/24 +US-CA$/m);
    const { stdout: json } = await run(["sandbox", "--places", "--format", "json"]);
    expect(parseSaid(json).places).toHaveLength(stdout.trim().split("\n").length);
  });

  test.each([
    [["--port", "70000"], "A port is a number"],
    [["--probe", "--probe-interval", "0s"], "A time is written as"],
    [["--probe-interval", "1s"], "--probe-interval needs --probe"],
    [["--zone", "a..b", "--port", "0", "--dns-port", "0"], "is not valid"],
    [["nonsense"], "too many arguments"],
  ])("with %j is a usage error", async (args, says) => {
    const { code, stderr } = await run(["sandbox", ...args], { folder: makeProject() });
    expect(code).toBe(64);
    expect(stderr).toContain(says);
  });

  test("with a file that has no places is told so", async () => {
    const folder = makeProject({ "places.mmdb": "nonsense" });
    const { code, stderr } = await run(["sandbox", "--places", "places.mmdb"], { folder });
    expect(code).toBe(10);
    expect(stderr).toContain("places.mmdb can't say where addresses are: it is no MaxMind database");
  });
});

describe("endpoints of the running sandbox", () => {
  test("are set down and up by name or address, and shown", async () => {
    const folder = makeProject({ "signpost.yaml": failover(80) });
    const { dnsPort, running } = await serve(folder);
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    const answer = async () => (await ask(dnsPort, { name: "www.example.net" })).values[0];
    expect(await answer()).toBe("127.0.0.2");
    const down = await run(["sandbox", "down", "main"], { folder });
    expect(down.stdout).toMatch(/^ {2}127\.0\.0\.2 +main +down +by hand$/m);
    expect(await answer()).toBe("127.0.0.3");
    const status = parseSaid((await run(["sandbox", "status", "--format", "json"], { folder })).stdout);
    expect(status.endpoints).toMatchObject([
      { target: "127.0.0.2", names: ["main"], healthy: false, setDown: true },
      { target: "127.0.0.3", names: ["standby"], healthy: true, setDown: false },
    ]);
    expect((await run(["sandbox", "up", "127.0.0.2"], { folder })).code).toBe(0);
    expect(await answer()).toBe("127.0.0.2");

    const unknown = await run(["sandbox", "down", "mian"], { folder });
    expect(unknown.code).toBe(64);
    expect(unknown.stderr).toContain("did you mean main?");
    const unwatched = await run(["sandbox", "down", "192.0.2.99"], { folder });
    expect(unwatched.code).toBe(0);
    expect(unwatched.stderr).toContain("[sandbox-target-unwatched]");
    running.child.kill("SIGINT");
    expect((await running.ended).stderr).toMatch(/127\.0\.0\.2 {2}down {2}Set down by hand\./);
  });
});

describe("both vendors", () => {
  const both = failover(80).replace("  route53: {}", "  route53: {}\n  cloudflare: {}").replace("5s", "60s");

  test("answer alike, each on its own port, and lose an endpoint together", async () => {
    const folder = makeProject({ "signpost.yaml": both });
    const { dnsPort, cloudflareDnsPort } = await serve(folder);
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    const answers = () =>
      Promise.all(
        [dnsPort, cloudflareDnsPort].map(
          async (port) => (await ask(port, { name: "www.example.net" })).values[0],
        ),
      );
    expect(await answers()).toEqual(["127.0.0.2", "127.0.0.2"]);
    const down = await run(["sandbox", "down", "main", "--format", "json"], { folder });
    expect(parseSaid(down.stdout).endpoints).toMatchObject([
      { target: "127.0.0.2", checks: [{ provider: "route53" }, { provider: "cloudflare" }], healthy: false },
    ]);
    expect(await answers()).toEqual(["127.0.0.3", "127.0.0.3"]);
  });

  test("are emptied by --reset", async () => {
    const folder = makeProject({ "signpost.yaml": both });
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    expect((await run(["sandbox", "--reset"], { folder })).code).toBe(0);
    const plan = await run(["plan", "--sandbox", "--format", "json"], { folder });
    expect(plan.stdout).toContain("load balancer");
  });
});

describe("a failover for real", () => {
  const [threshold, interval, slack] = [2, 1000, 1000];

  /** Milliseconds until DNS answers this address. */
  async function waitFor(dnsPort: number, address: string): Promise<number> {
    const began = Date.now();
    while ((await ask(dnsPort, { name: "www.example.net" })).values[0] !== address) {
      if (Date.now() - began > 10_000) throw new Error(`${address} is never answered`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return Date.now() - began;
  }

  test("goes to the standby when the server dies, and back when it lives again", async () => {
    const main = await listen("127.0.0.2", 0);
    const { port } = main.address() as AddressInfo;
    await listen("127.0.0.3", port);
    const folder = makeProject({ "signpost.yaml": failover(port) });
    const { dnsPort } = await serve(folder, "--probe", "--probe-interval", "1s");
    expect((await run(["apply", "--sandbox", "--yes"], { folder })).code).toBe(0);
    expect(await waitFor(dnsPort, "127.0.0.2")).toBeLessThan(slack);

    await stop(main);
    const there = await waitFor(dnsPort, "127.0.0.3");
    expect(there).toBeLessThanOrEqual(threshold * interval + slack);
    // One failure alone is not believed.
    expect(there).toBeGreaterThan((threshold - 1) * interval - 100);

    await listen("127.0.0.2", port);
    expect(await waitFor(dnsPort, "127.0.0.2")).toBeLessThanOrEqual(threshold * interval + slack);
  });
});
