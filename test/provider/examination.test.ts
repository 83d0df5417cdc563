/** What is found out about an account: each thing by itself, and nothing written. */
import { expect, test } from "vitest";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import type { Examined } from "../../src/provider/examination.ts";
import { providers } from "../../src/provider/registry.ts";
import { judgeClock } from "../../src/provider/route53/examine.ts";
import { openLab, ready } from "./lab.ts";
import { openProxy } from "./proxy.ts";

const document = {
  version: 1,
  name: "web",
  zone: "example.com",
  endpoints: { a: { ipv4: "192.0.2.1" } },
  records: { www: { ttl: "60s", to: "a" } },
};
const { policy } = ready({ ...document, providers: { route53: {} } });
const elsewhere = ready({ ...document, zone: "example.net", providers: { route53: {} } }).policy;
const cloudflared = ready({ ...document, providers: { cloudflare: {} } }).policy;

const statuses = (found: readonly Examined[]) => found.map(({ what, status }) => `${what}: ${status}`);

/** On the clock of this machine, which the sandbox's replies tell. */
const punctual = (connecting: ConnectOptions, ahead = 0): ConnectOptions => ({
  ...connecting,
  clock: { ...connecting.clock, now: () => Date.now() + ahead },
});

test("Route 53: all there is to read, and what can't be known without writing", async () => {
  const lab = await openLab();
  const found = await providers.route53.examine(policy, punctual(lab.connecting));
  expect(statuses(found)).toEqual([
    "credentials: ok",
    "zone: ok",
    "read the zone: ok",
    "read record sets: ok",
    "read health checks: ok",
    "read protections: ok",
    "read quotas: ok",
    "write: not checked",
    "clock: ok",
  ]);
  expect(lab.sent.every(({ operation }) => /^(?:Get|List)/u.test(operation))).toBe(true);
});

test("Route 53: a permission that is missing is one finding, and hides no other", async () => {
  const lab = await openLab();
  const denied =
    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: route53:ListHealthChecks</Message></Error><RequestId>1</RequestId></ErrorResponse>";
  const endpoint = await openProxy(lab.connecting.endpoint ?? "", {
    answer: ({ target }) => (/healthcheck|accountlimit/u.test(target) ? { status: 403, body: denied } : null),
  });
  const found = await providers.route53.examine(policy, punctual({ ...lab.connecting, endpoint }));
  expect(statuses(found)).toContain("read record sets: ok");
  expect(statuses(found)).toContain("read quotas: warning");
  expect(found.find(({ what }) => what === "read health checks")).toMatchObject({
    status: "failed",
    kind: "auth",
    detail: expect.stringContaining("route53:ListHealthChecks"),
  });
});

test("Route 53: without the zone there is nothing more to look at but the clock", async () => {
  const lab = await openLab();
  const found = await providers.route53.examine(elsewhere, punctual(lab.connecting));
  expect(statuses(found)).toEqual(["credentials: ok", "zone: failed", "clock: ok"]);
});

test.each(["route53", "cloudflare"] as const)(
  "%s: an endpoint that gets no credentials is a finding",
  async (id) => {
    const lab = await openLab();
    const options = { ...lab.connecting, endpoint: "http://evil.example" };
    expect(await providers[id].examine(id === "route53" ? policy : cloudflared, options)).toEqual([
      expect.objectContaining({
        what: "credentials",
        status: "failed",
        detail: expect.stringContaining("evil.example"),
      }),
    ]);
  },
);

test("Route 53: the vendor's own clock is taken from its replies", async () => {
  const lab = await openLab();
  const found = await providers.route53.examine(elsewhere, punctual(lab.connecting, 60_000));
  expect(found.at(-1)).toMatchObject({ what: "clock", status: "warning" });
  expect(found.at(-1)?.detail).toMatch(/clock is (?:59|60|61) s ahead/u);
});

test.each([
  [null, "not checked"],
  [0, "ok"],
  [-10_400, "ok"],
  [11_000, "warning"],
  [-299_000, "warning"],
  [3_600_000, "warning"],
] as const)("a clock that is %j ms off: %s", (skew, status) => {
  expect(judgeClock(skew).status).toBe(status);
});

test("Cloudflare: a token that is switched off is no credential", async () => {
  const lab = await openLab();
  const off = { success: true, errors: [], messages: [], result: { id: "1", status: "disabled" } };
  const endpoint = await openProxy(lab.sandbox.cloudflareUrl, {
    answer: ({ target }) =>
      target.endsWith("/tokens/verify") ? { status: 200, body: JSON.stringify(off) } : null,
  });
  const found = await providers.cloudflare.examine(cloudflared, { ...lab.connecting, endpoint });
  expect(found.find(({ what }) => what === "token")).toMatchObject({
    status: "failed",
    kind: "auth",
    detail: expect.stringContaining("disabled"),
    next: expect.stringContaining("new token"),
  });
});

test("Cloudflare: the token, the zone, and what may be read", async () => {
  const lab = await openLab({
    cloudflareAccount: { permissions: ["Zone Read", "DNS Read", "Load Balancers Write"] },
  });
  const connecting = { ...lab.connecting, endpoint: lab.sandbox.cloudflareUrl };
  const found = await providers.cloudflare.examine(cloudflared, connecting);
  expect(statuses(found)).toEqual([
    "credentials: ok",
    "token: ok",
    "zone: ok",
    "read DNS records: ok",
    "read load balancers: ok",
    "read pools: failed",
    "read monitors: failed",
    "write: not checked",
    "clock: not checked",
  ]);
  expect(found.find(({ what }) => what === "read pools")).toMatchObject({ kind: "auth" });
});
