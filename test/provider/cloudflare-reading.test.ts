/** Reading all there is, in few requests, and saying in the user's words when it can't be. */
import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { describe as tell } from "../../src/diagnostic/describe.ts";
import { openClient } from "../../src/provider/cloudflare/client.ts";
import { readAll } from "../../src/provider/cloudflare/paging.ts";
import { onCloudflare } from "../apply/cloudflare-policies.ts";
import { openCloudflareLab } from "./cloudflare-lab.ts";
import { apply, clockOf, leftToDo, plan, ready } from "./lab.ts";

const never = new AbortController().signal;

describe("paging", () => {
  const items = Array.from({ length: 250 }, (_, n) => ({ id: String(n) }));
  const pageOf = (page: number, size: number) => items.slice((page - 1) * size, page * size);

  test.each([
    [
      "that tells its pages",
      (page: number) => ({ result: pageOf(page, 100), result_info: { total_pages: 3 } }),
      3,
    ],
    [
      "that tells its count",
      (page: number) => ({ result: pageOf(page, 100), result_info: { total_count: 250, per_page: 100 } }),
      3,
    ],
    ["that tells nothing", (page: number) => ({ result: pageOf(page, 100) }), 4],
    [
      "with smaller pages than were asked for",
      (page: number) => ({ result: pageOf(page, 50), result_info: { per_page: 50, total_count: 250 } }),
      5,
    ],
    ["that knows no pages", () => ({ result: items }), 2],
  ])("a list %s is read whole", async (_name, reply, requests) => {
    let asked = 0;
    const found = await readAll(async (page) => {
      asked += 1;
      return reply(page);
    }, 100);
    expect(found).toEqual(items);
    expect(asked).toBe(requests);
  });
});

test("100 load balancers with their pools and 1,200 other records: nothing changes, in 8 requests", async () => {
  const lab = await openCloudflareLab();
  const records = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`x${n}`, { ttl: 60, to: { failover: ["a", "b"] } }]),
  );
  const it = ready(onCloudflare(records));
  await apply(lab, it);
  const post = (from: number) =>
    lab.send("POST", `/zones/${lab.zoneId}/dns_records/batch`, {
      posts: Array.from({ length: 200 }, (_, n) => ({
        type: "TXT",
        name: `t${from + n}.example.com`,
        content: "x",
        ttl: 300,
      })),
    });
  for (let from = 0; from < 1200; from += 200) await post(from);
  lab.sent.length = 0;
  expect(await leftToDo(lab, it)).toBe(null);
  expect(lab.sent.length).toBeLessThanOrEqual(8);
  const { snapshot } = await plan(lab, it);
  expect(snapshot.resources.filter(({ kind }) => kind === "pool").length).toBeGreaterThanOrEqual(200);
}, 60_000);

/** A server that answers each request with the next of these, the last one again and again. */
async function answering(
  ...replies: readonly { status: number; body: string; headers?: Record<string, string> }[]
) {
  const seen: { url: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    const reply = replies[Math.min(seen.length, replies.length) - 1] ?? { status: 500, body: "" };
    response
      .writeHead(reply.status, { "content-type": "application/json", ...reply.headers })
      .end(reply.body);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  onTestFinished(() => void server.close());
  const time = { now: 0 };
  const options = {
    endpoint: `http://127.0.0.1:${port}`,
    anonymous: true,
    signal: never,
    clock: clockOf(time),
  };
  return { api: openClient(options), options, time, seen };
}

const error = (code: number, message: string) =>
  JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null });
const fine = { status: 200, body: JSON.stringify({ success: true, errors: [], messages: [], result: [] }) };
const scope = { zoneId: "z", accountId: "a" };

async function failureOf(request: Promise<unknown>) {
  const failure = await request.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(failure instanceof Error) || !("diagnostic" in failure)) throw new Error("it should have failed");
  const { kind, diagnostic } = failure as unknown as { kind: string; diagnostic: Parameters<typeof tell>[0] };
  return { kind, code: diagnostic.code, message: tell(diagnostic).message };
}

describe("refusals", () => {
  test.each([
    [
      400,
      1002,
      "origin list length must be in range [1, 0]: validation failed",
      "rejected",
      "cloudflare-add-on",
      /no Load Balancing/u,
    ],
    [
      400,
      1002,
      "interval is not in range [0, 0]: validation failed",
      "rejected",
      "cloudflare-add-on",
      /no Load Balancing/u,
    ],
    [
      400,
      1002,
      "pools must be in range [0, 20]: validation failed",
      "rejected",
      "cloudflare-range",
      /\[0, 20\]/u,
    ],
    [401, 1000, "Invalid API Token", "auth", "cloudflare-token", /Invalid API Token/u],
    [400, 6003, "Invalid request headers", "auth", "cloudflare-token", /credentials/u],
    [404, 7003, "No route for that URI", "notFound", "provider-not-found", /No route/u],
  ])("%i %i %s", async (status, code, message, kind, expected, words) => {
    const { api } = await answering({ status, body: error(code, message) });
    const failure = await failureOf(api.list(scope, "pools"));
    expect(failure).toMatchObject({ kind, code: expected, message: expect.stringMatching(words) });
  });

  test.each([
    ["pools", "Account: Load Balancing: Monitors and Pools"],
    ["monitors", "Account: Load Balancing: Monitors and Pools"],
    ["load_balancers", "Zone: Load Balancers"],
    ["dns_records", "Zone: DNS"],
  ] as const)("403 of %s names the permission", async (collection, permission) => {
    const { api } = await answering({ status: 403, body: error(10_000, "Authentication error") });
    expect((await failureOf(api.list(scope, collection))).message).toContain(`${permission} (Read)`);
    expect((await failureOf(api.create(scope, collection, {}))).message).toContain(`${permission} (Edit)`);
    expect((await failureOf(api.zonesNamed("example.com"))).message).toContain("Zone: Zone (Read)");
  });

  test("a page of HTML isn't repeated", async () => {
    const { api } = await answering({
      status: 502,
      body: `<html>${"x".repeat(5000)}`,
      headers: { "content-type": "text/html" },
    });
    expect((await failureOf(api.list(scope, "pools"))).message).toMatch(/HTTP 502$/u);
  });

  test("429 is waited for as long as it says, a create's as well", async () => {
    const limited = { status: 429, body: error(971, "slow down"), headers: { "retry-after": "120" } };
    const { api, time, seen } = await answering(fine, limited, fine);
    await api.list(scope, "pools");
    await api.list(scope, "pools");
    expect(time.now).toBe(120_000);
    expect(seen.length).toBe(3);
    const again = await answering(limited, { status: 200, body: JSON.stringify({ result: { id: "1" } }) });
    expect(await again.api.create(scope, "pools", {})).toEqual({ id: "1" });
  });

  test("1,000 requests in five minutes, and the rest after them", async () => {
    const { api, options, time } = await answering(fine);
    const zones = (client: typeof api) => Array.from({ length: 501 }, () => client.zonesNamed("example.com"));
    // Two policies of a run share one budget.
    await Promise.all([...zones(api), ...zones(openClient(options))]);
    expect(time.now).toBeGreaterThanOrEqual(300_000);
    expect(time.now).toBeLessThan(310_000);
  });

  test("a network that isn't there is given up after two tries", async () => {
    const time = { now: 0 };
    const options = { endpoint: "http://127.0.0.1:1", anonymous: true, signal: never, clock: clockOf(time) };
    const failure = await failureOf(openClient(options).zonesNamed("example.com"));
    expect(failure.kind).toBe("unavailable");
    expect(failure.message).toMatch(/ECONNREFUSED|bad port/u);
    expect(time.now).toBeLessThan(2000);
  });
});

describe("credentials", () => {
  const variables = [
    "CLOUDFLARE_API_TOKEN",
    "CLOUDFLARE_API_KEY",
    "CLOUDFLARE_EMAIL",
    "CLOUDFLARE_API_USER_SERVICE_KEY",
  ];
  function setting(values: Readonly<Record<string, string>>): void {
    const before = variables.map((name) => [name, process.env[name]] as const);
    for (const name of variables) delete process.env[name];
    Object.assign(process.env, values);
    onTestFinished(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
  }

  test("a key goes with its e-mail address", async () => {
    setting({ CLOUDFLARE_API_KEY: "key", CLOUDFLARE_EMAIL: "me@example.com" });
    const { options, seen } = await answering(fine);
    await openClient({ ...options, anonymous: false }).zonesNamed("example.com");
    expect(seen[0]?.headers).toMatchObject({ "x-auth-key": "key", "x-auth-email": "me@example.com" });
  });

  test("a token goes alone", async () => {
    setting({ CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_API_KEY: "key", CLOUDFLARE_EMAIL: "me@example.com" });
    const { options, seen } = await answering(fine);
    await openClient({ ...options, anonymous: false }).zonesNamed("example.com");
    expect(seen[0]?.headers.authorization).toBe("Bearer token");
    expect(seen[0]?.headers).not.toHaveProperty("x-auth-key");
  });

  test.each([
    ["nothing", {}, "cloudflare-token-missing", "CLOUDFLARE_API_TOKEN"],
    ["a key alone", { CLOUDFLARE_API_KEY: "key" }, "cloudflare-token-missing", "CLOUDFLARE_EMAIL"],
    [
      "an address alone",
      { CLOUDFLARE_EMAIL: "me@example.com" },
      "cloudflare-token-missing",
      "CLOUDFLARE_API_KEY",
    ],
    [
      "a broken line",
      { CLOUDFLARE_API_TOKEN: "se\ncret" },
      "cloudflare-token-malformed",
      "CLOUDFLARE_API_TOKEN",
    ],
    [
      "a letter of no token",
      { CLOUDFLARE_API_TOKEN: "secr€t" },
      "cloudflare-token-malformed",
      "CLOUDFLARE_API_TOKEN",
    ],
  ])("%s: said by the variable's name, before anything is sent", async (_name, values, code, variable) => {
    setting(values);
    const { options, seen } = await answering(fine);
    const failure = await failureOf((async () => openClient({ ...options, anonymous: false }))());
    expect(failure).toMatchObject({ kind: "auth", code });
    expect(failure.message).toContain(variable);
    expect(failure.message).not.toContain("secr");
    expect(seen).toEqual([]);
  });

  test("a token that Cloudflare repeats isn't", async () => {
    setting({ CLOUDFLARE_API_TOKEN: "very-secret" });
    const { options } = await answering({ status: 400, body: error(6003, "Bearer very-secret is unknown") });
    const failure = await failureOf(openClient({ ...options, anonymous: false }).zonesNamed("example.com"));
    expect(failure.message).toContain("Bearer *** is unknown");
  });
});
