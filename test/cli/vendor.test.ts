/**
 * The command line against something that looks like the vendor itself: an endpoint in the environment and made-up
 * credentials. The endpoint is a local Route 53 in the test's own process, which can step in between two requests.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { RequestObserver } from "../../src/sandbox/route53/server.ts";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { a, create, openWorkbench, upsert, values, type Workbench } from "../sandbox/workbench.ts";
import {
  asVendor,
  errorsIn,
  makeProject,
  parseSaid,
  type Running,
  run,
  small,
  start,
  weighing,
  writeIn,
} from "./command-line.ts";

interface Vendor extends Workbench {
  readonly folder: string;
  readonly options: { readonly folder: string; readonly env: Readonly<Record<string, string>> };
  /** Called before each request is carried out. */
  interfere: RequestObserver | null;
}

/** A vendor with the zone example.com, and a project with the small policy. */
async function openVendor(options: Partial<SandboxOptions> = {}, policy = small): Promise<Vendor> {
  const bench = await openWorkbench({
    ...options,
    onRequest: async (...request) => vendor.interfere?.(...request),
  });
  const folder = makeProject({ "signpost.yaml": policy });
  const env = asVendor(bench.sandbox.route53Url);
  const vendor: Vendor = { ...bench, folder, options: { folder, env }, interfere: null };
  return vendor;
}

const batch = "ChangeResourceRecordSets";
const checked = small
  .replace("endpoints:", "healthChecks:\n  up: { type: http, path: /up }\nendpoints:")
  .replaceAll(/192\.0\.2\.\d/gu, (address) => `${address}, healthCheck: up`);

describe("what goes wrong at a vendor", () => {
  test("no credentials: exit 4, and what to do", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const env = { AWS_ENDPOINT_URL_ROUTE_53: "http://127.0.0.1:1" };
    const ended = await run(["plan", "--format", "json"], { folder, env });
    expect(ended).toMatchObject({ code: 4, stderr: "" });
    const said = parseSaid(ended.stdout);
    expect(said).toMatchObject({ command: "plan", ok: false, plans: [] });
    expect(errorsIn(said)).toEqual(["provider-auth"]);
    expect(said.diagnostics.at(-1)?.hint).toContain("--sandbox");
  });

  test("no such zone: exit 5", async () => {
    const vendor = await openVendor({}, small.replace("example.com", "sub.example.com"));
    const ended = await run(["plan"], vendor.options);
    expect(ended).toMatchObject({ code: 5, stdout: "" });
    expect(ended.stderr).toContain("did you mean example.com?");
  });

  test("a record that is somebody else's: the plan is shown, nothing is written, exit 5", async () => {
    const vendor = await openVendor();
    await vendor.change(create(a("www.example.com", {}, "198.51.100.7")));
    const before = await vendor.list();
    for (const args of [["plan"], ["apply", "--yes"]]) {
      const ended = await run(args, vendor.options);
      expect(ended.code).toBe(5);
      expect(ended.stdout).toContain("Plan: ");
      expect(ended.stdout).not.toContain("Next:");
      expect(ended.stderr).toContain("[name-unmanaged]");
    }
    const ended = await run(["apply", "--yes", "--format", "json"], vendor.options);
    expect(parseSaid(ended.stdout)).toMatchObject({ ok: false, plans: [{ blocked: true }], results: [] });
    expect(await vendor.list()).toEqual(before);
  });

  test("a plan waits for nobody: another writer wins, exit 9, and the other's change stands", async () => {
    const vendor = await openVendor();
    await run(["apply", "--yes"], vendor.options);
    writeIn(vendor.folder, "signpost.yaml", weighing(60, 40));
    const [set] = await vendor.list();
    if (set === undefined) throw new Error("nothing was applied");
    vendor.interfere = async (operation) => {
      if (operation !== batch) return;
      vendor.interfere = null;
      await vendor.change(upsert({ ...set, Weight: 200 }));
    };
    const ended = await run(["apply", "--yes"], vendor.options);
    expect(ended.code).toBe(9);
    expect(ended.stderr).toContain("[conflict]");
    expect(ended.stderr).toContain("Nothing was changed.");
    expect(ended.stdout).not.toContain("Applied");
    expect((await vendor.list()).map(({ Weight }) => Weight)).toEqual([200, 10, undefined]);
  });

  test("a conflict as JSON", async () => {
    const vendor = await openVendor();
    vendor.interfere = async (operation) => {
      if (operation !== batch) return;
      vendor.interfere = null;
      await vendor.change(create(a("www.example.com", {}, "198.51.100.7")));
    };
    const ended = await run(["apply", "--yes", "--format", "json"], vendor.options);
    expect(ended.code).toBe(9);
    const said = parseSaid(ended.stdout);
    expect(errorsIn(said)).toEqual(["conflict"]);
    expect(said).toMatchObject({ ok: false, results: [{ done: [], notStarted: [] }] });
  });
});

describe("Ctrl-C", () => {
  /** Presses Ctrl-C, or what else there is, as soon as a request of this sort is there; it is answered a moment later. */
  function pressAt(vendor: Vendor, operation: string, press: (running: Running) => void | Promise<void>) {
    return (running: Running): Promise<Awaited<Running["ended"]>> => {
      vendor.interfere = async (seen) => {
        if (seen !== operation) return;
        vendor.interfere = null;
        await press(running);
      };
      return running.ended;
    };
  }
  const interrupt = async ({ child, said }: Running) => {
    child.kill("SIGINT");
    await said("Interrupted");
    await sleep(50);
  };

  test("while reading: nothing was written, exit 130", async () => {
    const vendor = await openVendor();
    const press = pressAt(vendor, "ListResourceRecordSets", interrupt);
    const ended = await press(start(["apply", "--yes"], vendor.options));
    expect(ended).toMatchObject({ code: 130, signal: null, stdout: "" });
    expect(ended.stderr).toContain("Interrupted");
    expect(await vendor.list()).toEqual([]);
  });

  test("during the only write: it is finished and told, exit 130", async () => {
    const vendor = await openVendor();
    const press = pressAt(vendor, batch, interrupt);
    const ended = await press(start(["apply", "--yes", "--wait", "none"], vendor.options));
    expect(ended).toMatchObject({ code: 130, signal: null });
    expect(ended.stdout).toContain("Applied: 2 added");
    expect((await vendor.list()).length).toBe(3);
  });

  test("between two writes: what is done and what isn't, exit 7, and the next apply goes on", async () => {
    const vendor = await openVendor({}, checked);
    const press = pressAt(vendor, "CreateHealthCheck", interrupt);
    const ended = await press(start(["apply", "--yes"], vendor.options));
    expect(ended).toMatchObject({ code: 7, signal: null });
    expect(ended.stderr).toMatch(/Done:\n {2}create health check .*\n(?:.*\n)*Not started:\n {2}\S/u);
    expect(ended.stderr).not.toContain("at file:");
    expect(await vendor.list()).toEqual([]);
    expect((await run(["apply", "--yes"], vendor.options)).code).toBe(0);
    expect((await run(["plan", "--detailed-exitcode"], vendor.options)).code).toBe(0);
  });

  test("while waiting for all servers: exit 7 at once, with the batch among what is done", async () => {
    const vendor = await openVendor({ insyncAfterMs: 3_600_000 });
    const press = pressAt(vendor, "GetChange", interrupt);
    const ended = await press(start(["apply", "--yes", "--format", "json"], vendor.options));
    expect(ended).toMatchObject({ code: 7, signal: null });
    expect(parseSaid(ended.stdout)).toMatchObject({
      ok: false,
      results: [{ done: [expect.stringContaining("www.example.com")], notStarted: [] }],
    });
  });

  test("twice: ends at once, whatever is in flight", async () => {
    const vendor = await openVendor();
    const press = pressAt(vendor, batch, async (running) => {
      await interrupt(running);
      running.child.kill("SIGINT");
      await running.ended;
    });
    const ended = await press(start(["apply", "--yes"], vendor.options));
    expect(ended).toMatchObject({ code: null, signal: "SIGINT" });
  });

  test("SIGTERM ends the same way, with 143", async () => {
    const vendor = await openVendor();
    const press = pressAt(vendor, "ListHostedZonesByName", async ({ child, said }) => {
      child.kill("SIGTERM");
      await said("Interrupted");
    });
    const ended = await press(start(["plan"], vendor.options));
    expect(ended).toMatchObject({ code: 143, signal: null });
  });
});

describe("words from outside", () => {
  const hostile = "\u009b31m\u202eevil\u2066\u200b";
  const raw = /(?!\n)[\p{Cf}\p{Cc}]/u;

  test("what somebody else put into the zone never reaches the terminal raw", async () => {
    const vendor = await openVendor();
    const foreign = a("www.example.com", { SetIdentifier: hostile, Weight: 1 });
    const text = values("www.example.com", "TXT", ['"\\033[31m\\233evil"']);
    await vendor.change(create(foreign), create(text));
    for (const args of [["plan"], ["plan", "-v"], ["plan", "--format", "json"], ["apply", "--yes"]]) {
      const { code, stdout, stderr } = await run(args, vendor.options);
      expect(code).toBe(5);
      expect(stdout + stderr).toContain("evil");
      expect(stdout + stderr).not.toMatch(raw);
    }
  });

  test("neither does an error of the vendor", async () => {
    const server = createServer((_, response) => {
      const message = `&#x9b;31m${hostile}`;
      response.writeHead(400, { "content-type": "text/xml; charset=utf-8" });
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : null;
    const folder = makeProject({ "signpost.yaml": small });
    const ended = await run(["plan"], { folder, env: asVendor(`http://127.0.0.1:${port}`) });
    expect(ended).toMatchObject({ code: 5, stdout: "" });
    expect(ended.stderr).toContain("evil");
    expect(ended.stderr).not.toMatch(raw);
  });
});

test("the SDK says nothing on stderr", async () => {
  const vendor = await openVendor();
  expect(await run(["plan"], vendor.options)).toMatchObject({ code: 0, stderr: "" });
});
