/** `signpost init`: what it writes is valid whatever is answered, and nothing else is touched. */
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type InitOptions, runInit } from "../../src/cli/commands/init.ts";
import { strategies } from "../../src/cli/init/answers.ts";
import { composePolicy } from "../../src/cli/init/compose.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { makeProject } from "./command-line.ts";
import { expectGood, read } from "./first-policy.ts";
import { listen } from "./in-process.ts";

async function init(options: Partial<InitOptions>, folder = makeProject(), file?: string) {
  const heard = listen(folder);
  const code = await runInit(heard.context, file, { input: false, ...options });
  return { code, folder, out: heard.out(), err: heard.err(), text: read(folder, file ?? "signpost.yaml") };
}

const endpoints = [
  "eu-a=203.0.113.10,2001:db8::10",
  "us-a=192.0.2.10",
  "ap-a=198.51.100.10",
  "spare=192.0.2.11",
];

describe.each(strategies)("--strategy %s", (strategy) => {
  const checks = ["none", "https:/healthz", "http:8080/up?a=1,b#c", "tcp:5432", undefined];
  const records = ["www", "@", "*.app", "*", "_sip._tcp", "1e3", "on", undefined];
  const cases = checks.flatMap((check) =>
    records.flatMap((record) => [1, 2, 3, 4].map((size) => [check, record, size] as const)),
  );

  test("writes a valid policy for every combination that makes sense", async () => {
    let written = 0;
    for (const [check, record, size] of cases) {
      const options = {
        zone: "example.com",
        strategy,
        endpoint: endpoints.slice(0, size),
        ...(check === undefined ? {} : { check }),
        ...(record === undefined ? {} : { record }),
      };
      const senseless =
        (strategy === "single") !== (size === 1) ||
        (strategy === "failover" && (check === undefined || check === "none"));
      if (senseless) {
        await expect(init(options)).rejects.toThrow(UsageError);
        continue;
      }
      const { code, text, err } = await init(options);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expectGood(text);
      written += 1;
    }
    expect(written).toBe({ single: 40, weighted: 120, failover: 72, geo: 120 }[strategy]);
  }, 30_000);
});

test("hostile and odd answers are refused or quoted", () => {
  const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?$/);
  const odd = fc.constantFrom(
    "on",
    "no",
    "null",
    "1e3",
    "0x1f",
    "12",
    "1-1",
    "y",
    "true",
    "2001-01-01",
    "a--b",
  );
  const name = fc.oneof(odd, fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/));
  const zoneName = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, "test"]);
  const path = fc.stringMatching(/^\/[!-~]{1,60}$/);
  fc.assert(
    fc.property(zoneName, name, name, label, path, (zone, policy, endpoint, record, asked) => {
      fc.pre(!record.startsWith("_signpost"));
      const text = composePolicy({
        providers: ["route53"],
        proxied: false,
        zone: zone.join("."),
        name: policy,
        record,
        endpoints: [{ name: endpoint, ipv4: "203.0.113.10", ipv6: "2001:db8::10" }],
        strategy: "single",
        serves: new Map(),
        check: { type: "https", port: null, path: asked },
      });
      const { policy: made, diagnostics } = checkPolicy({ path: "signpost.yaml", text });
      expect(
        diagnostics.filter(({ severity }) => severity !== "note"),
        text,
      ).toEqual([]);
      expect(made).toMatchObject({ name: policy, zone: zone.join(".") });
      expect([...(made?.endpoints.keys() ?? [])]).toEqual([endpoint]);
      expect(made?.records.map((one) => one.label)).toEqual([record]);
      expect([...(made?.healthChecks.values() ?? [])].map((check) => check.path)).toEqual([asked]);
    }),
    { numRuns: 300 },
  );
});

test.each<readonly [Partial<InitOptions>, string]>([
  [{ zone: "https://example.com" }, "--zone"],
  [{ zone: "a" }, "dot"],
  [{ zone: "exa mple.com" }, "--zone"],
  [{ zone: 'x"\n.com' }, "--zone"],
  [{ zone: "example.com", name: "Web Edge" }, "--name"],
  [{ zone: "example.com", record: "a..b" }, "--record"],
  [{ zone: "example.com", record: "_signpost.www" }, "--record"],
  [{ record: "www" }, "--record needs --zone"],
  [{ endpoint: ["eu-a"] }, "eu-a=203.0.113.10"],
  [{ endpoint: ["EU A=203.0.113.10"] }, "EU A"],
  [{ endpoint: ["a=203.0.113.256"] }, "--endpoint"],
  [{ endpoint: ["a=203.0.113.1,203.0.113.2"] }, "two IPv4"],
  [{ endpoint: ["a=203.0.113.1", "a=203.0.113.2"] }, "already"],
  [{ endpoint: ["a=203.0.113.1", "b=2001:db8::1"] }, "family"],
  [{ endpoint: ["a=example.net"] }, "--endpoint"],
  [{ check: "https" }, ""],
  [{ check: "ftp:/x" }, "https:/healthz"],
  [{ check: "tcp" }, "port"],
  [{ check: "http:99999/" }, "65535"],
  [{ serves: ["eu-a=EU"] }, "--serves needs"],
  [{ endpoint: ["a=203.0.113.1"], serves: ["b=EU"] }, "no endpoint b"],
  [{ endpoint: ["a=203.0.113.1"], serves: ["a=XX"] }, "AF, AN"],
  [{ zone: "example.com", endpoint: ["a=192.0.2.1", "b=192.0.2.2"], strategy: "geo" }, "--serves"],
])("%j is refused, and nothing is written", async (options, words) => {
  const folder = makeProject();
  if (words === "") {
    // A check without a path asks where such pages mostly are.
    expect(
      (await init({ ...options, zone: "example.com", endpoint: ["a=192.0.2.1"] }, folder)).text,
    ).toContain("path: /healthz,");
    return;
  }
  await expect(init(options, folder)).rejects.toThrow(words);
  expect(readdirSync(folder)).toEqual([]);
});

test("what is needed and not given is named", async () => {
  const { code, out, err, folder } = await init({});
  expect({ code, out }).toEqual({ code: 8, out: "" });
  expect(err).toContain("--zone and --endpoint");
  expect(readdirSync(folder)).toEqual([]);
});

test("a file that is there is left as it is", async () => {
  const folder = makeProject({ "signpost.yaml": "mine" });
  const { code, err, text } = await init({ zone: "example.com", endpoint: ["a=192.0.2.1"] }, folder);
  expect({ code, text }).toEqual({ code: 8, text: "mine" });
  expect(err).toContain("signpost.yaml is there already");
});

test("another file is named in the next command, as a shell takes it", async () => {
  const folder = makeProject({ "dns/keep": "" });
  const options = { zone: "example.com", endpoint: ["a=192.0.2.1"] };
  expect((await init(options, folder)).out).toBe("Wrote signpost.yaml\nNext: signpost plan --sandbox\n");
  expect((await init(options, folder, "dns/my web.yaml")).out).toBe(
    "Wrote dns/my web.yaml\nNext: signpost plan --sandbox 'dns/my web.yaml'\n",
  );
  expect(await init(options, folder, "no/where.yaml")).toMatchObject({ code: 4, out: "" });
  await expect(init(options, folder, "policy.json")).rejects.toThrow(".yaml");
  expect(readdirSync(folder).sort()).toEqual(["dns", "signpost.yaml"]);
});

test("goes to Cloudflare, or to both, where it is told so", () => {
  const text = composePolicy({
    providers: ["route53", "cloudflare"],
    proxied: false,
    zone: "example.com",
    name: "web",
    record: "www",
    endpoints: ["a", "b"].map((name, n) => ({ name, ipv4: `203.0.113.${n}`, ipv6: `2001:db8::${n}` })),
    strategy: "failover",
    serves: new Map(),
    check: { type: "https", port: null, path: "/up" },
  });
  const { ok, targets } = checkPolicy({ path: "signpost.yaml", text });
  expect({ ok, targets: targets.map(({ provider }) => provider) }).toEqual({
    ok: true,
    targets: ["route53", "cloudflare"],
  });
});
