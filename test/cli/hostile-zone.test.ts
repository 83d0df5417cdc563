/**
 * What a vendor says is written by others: names, values, comments and sentences that would steer a terminal; and places
 * that would be sent credentials. Run as a user does, against a vendor that lies.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openProxy, type Passing } from "../provider/proxy.ts";
import { openWorkbench } from "../sandbox/workbench.ts";
import { asVendor, type Ended, makeProject, run, small } from "./command-line.ts";

/** Clears the screen, sets the title of the window, turns the line around, hides a letter. */
const nasty = "x\u001b[2J\u001b]0;owned\u0007\u202e\u200b\u2028y";
const inXml = nasty.replaceAll(/[^a-z[\];0-9]/gu, (one) => `&#x${one.charCodeAt(0).toString(16)};`);
const steering = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const token = "tOkEn-0123456789-very-distinctive";

function expectTame(ended: Ended, what: string): void {
  expect([what, steering.exec(ended.stdout)?.[0], steering.exec(ended.stderr)?.[0]]).toEqual([
    what,
    undefined,
    undefined,
  ]);
  expect(ended.stdout + ended.stderr).not.toMatch(/^ {4}at |\[internal\]/mu);
}

const set = (name: string, type: string, value: string, rest = "") =>
  `<ResourceRecordSet><Name>${name}.</Name><Type>${type}</Type>${rest}<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`;

/** Ours at www, changed by hand; somebody else's at api; another policy's at mine. */
const recordSets = `<?xml version="1.0"?><ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>${[
  set(
    "www.example.com",
    "A",
    `192.0.2.7${inXml}`,
    `<SetIdentifier>${inXml}</SetIdentifier><Weight>1</Weight>`,
  ),
  set("_signpost.www.example.com", "TXT", `"signpost=1;p=web;d=00;t=1"`),
  set("api.example.com", "CNAME", `${inXml}.example.net`),
  set(`${inXml}.example.com`, "CNAME", "www.example.com"),
  set("mine.example.com", "A", "192.0.2.8"),
  set("_signpost.mine.example.com", "TXT", `"signpost=1;p=${inXml};d=00;t=1"`),
].join(
  "",
)}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`;

const record = (id: string, name: string, type: string, content: string, comment: string) => ({
  id: id.repeat(32),
  name,
  type,
  content,
  ttl: 300,
  proxied: false,
  comment,
  modified_on: "2026-01-01T00:00:00Z",
  created_on: "2026-01-01T00:00:00Z",
});

const dnsRecords = [
  record("a", "www.example.com", "A", `192.0.2.7${nasty}`, `signpost=1;p=web;d=00;t=1\n${nasty}`),
  record("b", "api.example.com", "CNAME", `${nasty}.example.net`, nasty),
  record("c", "mine.example.com", "A", "192.0.2.8", `signpost=1;p=${nasty};d=00;t=1`),
  record("d", `${nasty}.example.com`, "CNAME", "www.example.com", ""),
];

const policy = (provider: string, records: string) =>
  small.replace("route53: {}", `${provider}: {}`).replace(/records:[\s\S]*/u, `records:\n${records}`);
const plain = (name: string) => `  ${name}: { ttl: 5m, to: web-a }\n`;

interface Liar {
  readonly provider: "route53" | "cloudflare";
  /** Opens it; `refuse` has it refuse whatever would be written, or read. */
  readonly open: (
    refuse: ((passing: Passing) => boolean) | null,
  ) => Promise<Readonly<Record<string, string>>>;
}

const liars: readonly Liar[] = [
  {
    provider: "route53",
    async open(refuse) {
      const { sandbox } = await openWorkbench();
      const message = `<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>no ${inXml} ${token}</Message></Error></ErrorResponse>`;
      const proxy = await openProxy(sandbox.route53Url, {
        answer: (passing) => {
          if (refuse?.(passing)) return { status: 400, body: message };
          return /\/rrset\?/u.test(passing.target) || passing.target.endsWith("/rrset")
            ? { status: 200, body: recordSets }
            : null;
        },
      });
      return { ...asVendor(proxy), AWS_SECRET_ACCESS_KEY: token };
    },
  },
  {
    provider: "cloudflare",
    async open(refuse) {
      const { sandbox } = await openWorkbench();
      const refusal = {
        success: false,
        errors: [{ code: 7003, message: `no ${nasty} ${token}` }],
        messages: [],
      };
      const reply = { success: true, errors: [], messages: [], result: dnsRecords };
      const proxy = await openProxy(sandbox.cloudflareUrl, {
        answer: (passing) => {
          if (refuse?.(passing)) return { status: 400, body: JSON.stringify({ ...refusal, result: null }) };
          if (passing.method !== "GET" || !/\/dns_records(?:\?|$)/u.test(passing.target)) return null;
          const first = !/[?&]page=(?!1\b)/u.test(passing.target);
          return { status: 200, body: JSON.stringify({ ...reply, result: first ? dnsRecords : [] }) };
        },
      });
      const { pathname } = new URL(sandbox.cloudflareUrl);
      return { CLOUDFLARE_BASE_URL: `${proxy}${pathname}`, CLOUDFLARE_API_TOKEN: token };
    },
  },
];

describe.each(liars)("$provider says what would steer a terminal", ({ provider, open }) => {
  test("no command repeats it, and no file holds it", async () => {
    const env = await open(null);
    const folder = makeProject({
      "ours.yaml": policy(provider, plain("www")),
      "theirs.yaml": policy(provider, plain("api") + plain("mine")),
    });
    const go = async (...words: readonly string[]) => {
      const ended = await run(words, { folder, env });
      expectTame(ended, words.join(" "));
      return ended;
    };
    const saved = "x.plan.json";
    expect((await go("plan", "ours.yaml", "-v", "-o", saved, ...allowed(provider))).code).toBe(0);
    expect((await go("show", saved, "-v")).stdout).toMatch(/192\.0\.2\.7x\[2J/iu);
    await go("show", saved, "--format", "json");
    expect(steering.test(readFileSync(join(folder, saved), "utf8"))).toBe(false);
    expect((await go("drift", "ours.yaml", "-v")).code).toBe(2);
    const refused = await go("plan", "theirs.yaml", "-v");
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("[name-unmanaged]");
    expect(refused.stderr).toContain("[name-of-other-policy]");
    await go("plan", "theirs.yaml", "--format", "json");
    await go("adopt", "api", "theirs.yaml", "--yes");
    await go("destroy", "ours.yaml", "--yes");
    const zone = ["import", "example.com", "--provider", provider];
    await go(...zone);
    await go(...zone, "api", "--format", "json");
    for (const name of ["api", "www", "mine"]) {
      await go(...zone, name, "-o", `${name}.yaml`);
      const made = join(folder, `${name}.yaml`);
      if (existsSync(made)) expect(steering.test(readFileSync(made, "utf8"))).toBe(false);
    }
  });

  test.each([
    ["reads", () => true],
    ["writes", ({ method }: Passing) => method !== "GET"],
  ] as const)("a refusal of what it %s is tamed, and no secret is in it", async (_, refuse) => {
    const env = await open(refuse);
    const folder = makeProject({ "ours.yaml": policy(provider, plain("www")) });
    for (const words of [["plan"], ["apply", "--yes", ...allowed(provider)]]) {
      const ended = await run([...words, "ours.yaml"], { folder, env });
      expectTame(ended, words.join(" "));
      expect(ended.stdout + ended.stderr).not.toContain(token);
      if (refuse({ method: "POST", target: "", body: "" }) && words[0] === "apply") {
        expect(ended.stderr).toContain("***");
      }
    }
  });
});

describe("credentials", () => {
  const project = () =>
    makeProject({ "p.yaml": policy("route53", plain("www")), "c.yaml": policy("cloudflare", plain("www")) });
  const secrets = {
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: token,
    CLOUDFLARE_API_TOKEN: token,
  };

  test.each([
    ["p.yaml", "AWS_ENDPOINT_URL_ROUTE_53"],
    ["p.yaml", "AWS_ENDPOINT_URL"],
    ["c.yaml", "CLOUDFLARE_BASE_URL"],
  ])("for %s are not sent anywhere that %s names", async (file, variable) => {
    const place = "http://user:secret-word@127.0.0.1.evil.example";
    const ended = await run(["plan", file], { folder: project(), env: { ...secrets, [variable]: place } });
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain("[endpoint-untrusted]");
    expect(ended.stdout + ended.stderr).not.toContain("secret-word");
  });

  test("nor to what an AWS profile names", async () => {
    const folder = project();
    const config =
      "[default]\nregion = us-east-1\nservices = mine\n[services mine]\nroute_53 =\n  endpoint_url = http://evil.example\n";
    for (const text of [config, "[default]\nendpoint_url = http://127.0.0.1.evil.example\n"]) {
      const at = makeProject({ config: text });
      const env = { ...secrets, AWS_CONFIG_FILE: join(at, "config") };
      const ended = await run(["plan", "p.yaml"], { folder, env });
      expect(ended.stderr).toContain("[endpoint-untrusted]");
      expect(ended.stderr).toContain("evil.example");
    }
  });

  test.each(["127.0.0.1", "localhost"])("are sent to %s over http", async (host) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((incoming, outgoing) => {
      asked.push(incoming.headers.authorization);
      outgoing.writeHead(403, { "content-type": "application/json" }).end('{"success":false,"errors":[]}');
    });
    await new Promise<void>((resolve) => void server.listen(0, "localhost", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    if (host === "127.0.0.1" && typeof address === "object" && address?.family === "IPv6") return;
    const env = { ...secrets, CLOUDFLARE_BASE_URL: `http://${host}:${port}/client/v4` };
    expect((await run(["plan", "c.yaml"], { folder: project(), env })).code).toBe(4);
    expect(asked).toContain(`Bearer ${token}`);
  });

  test("are not carried on by a redirect", async () => {
    const asked: (string | undefined)[] = [];
    const other = createServer((incoming, outgoing) => {
      asked.push(incoming.url);
      outgoing.end("{}");
    });
    await new Promise<void>((resolve) => void other.listen(0, "127.0.0.1", resolve));
    const to = other.address();
    const first = createServer((_, outgoing) => {
      const port = typeof to === "object" && to !== null ? to.port : 0;
      outgoing.writeHead(302, { location: `http://127.0.0.1:${port}/stolen` }).end();
    });
    await new Promise<void>((resolve) => void first.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      other.close();
      first.close();
    });
    const from = first.address();
    const port = typeof from === "object" && from !== null ? from.port : 0;
    const env = {
      CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}`,
      CLOUDFLARE_API_KEY: token,
      CLOUDFLARE_EMAIL: "a@example.com",
    };
    const ended = await run(["plan", "c.yaml"], { folder: project(), env });
    expect([ended.code, asked]).toEqual([10, []]);
  });
});

describe("include", () => {
  test.each([
    ["../secret.yaml", "include-outside"],
    ["/etc/hostname", "include-not-relative"],
    ["link.yaml", "include-outside"],
    ["deep/../../secret.yaml", "include-outside"],
  ])("%s leads nowhere outside of the root", async (path, code) => {
    const outside = makeProject({ "secret.yaml": "endpoints: { hidden-word: { ipv4: 192.0.2.1 } }\n" });
    const folder = join(outside, "project");
    mkdirSync(join(folder, "deep"), { recursive: true });
    symlinkSync(join(outside, "secret.yaml"), join(folder, "link.yaml"));
    const text = `${policy("route53", plain("www"))}include: [${path}]\n`;
    writeFileSync(join(folder, "p.yaml"), text);
    const checked = await run(["validate", "p.yaml", "--root", "."], { folder });
    expect(checked.code).toBe(3);
    expect(checked.stdout + checked.stderr).not.toContain("hidden-word");
    expect(checked.stdout).toContain(`[${code}]`);
  });
});

/** The stranger's record set is a member of our group, where it has a set of its own. */
function allowed(provider: string): readonly string[] {
  const members = provider === "route53" ? ["--allow", "foreign-member=www"] : [];
  return ["--allow", "max-shift=www", ...members];
}
