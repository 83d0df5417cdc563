/** `signpost doctor`: what it finds, what it prints, and how it ends. */
import { describe, expect, test } from "vitest";
import { runDoctor } from "../../src/cli/commands/doctor.ts";
import type { DoctorOptions } from "../../src/cli/doctor/options.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { asVendor, makeProject, parseSaid, run, small, writeIn } from "./command-line.ts";
import { listen } from "./in-process.ts";

async function doctor(folder: string, options: Partial<DoctorOptions> = {}, files: readonly string[] = []) {
  const heard = listen(folder);
  const code = await runDoctor(heard.context, files, { format: "human", ...options });
  return { code, out: heard.out(), err: heard.err() };
}

const both = small.replace("route53: {}", "route53: {}\n  cloudflare: {}");

describe("what it looks at", () => {
  test("in the sandbox all is well", async () => {
    const folder = makeProject({ "signpost.yaml": both });
    const { code, stdout, stderr } = await run(["doctor", "--sandbox"], { folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/✓ Node +\d+\./u);
    expect(stdout).toMatch(/✓ policy files +1 policy, valid/u);
    expect(stdout).toContain("Route 53 · example.com (web)");
    expect(stdout).toContain("Cloudflare · example.com (web)");
    expect(stdout).toMatch(/– write +not checked: /u);
    expect(stdout).toContain("17 ok · 3 not checked");
  });

  test("without credentials it says so, and exits 4", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { code, stdout } = await run(["doctor", "--format", "json"], { folder });
    expect(code).toBe(4);
    expect(parseSaid(stdout)).toMatchObject({
      command: "doctor",
      ok: false,
      examinations: [
        { subject: "this machine", findings: [{ what: "Node", status: "ok" }, { status: "ok" }] },
        { subject: "Route 53 · example.com (web)", findings: [{ what: "credentials", status: "failed" }] },
      ],
    });
  });

  test("a vendor that can't be reached exits 10", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const env = asVendor("http://127.0.0.1:9");
    expect(await run(["doctor"], { folder, env })).toMatchObject({ code: 10 });
  });

  test("policies that are missing or invalid exit 3", async () => {
    const nothing = await doctor(makeProject());
    expect(nothing.code).toBe(3);
    expect(nothing.out).toContain("signpost init");
    const broken = await doctor(makeProject({ "signpost.yaml": small.replace("web-b: 10", "web-c: 10") }));
    expect(broken.code).toBe(3);
    expect(broken.out).toContain("1 policy, 1 error");
    expect(broken.err).toContain("[unknown-endpoint]");
  });

  test("what is wrong with the policies is told as data too", async () => {
    const folder = makeProject({ "signpost.yaml": small.replace("web-b: 10", "web-c: 10") });
    const { out } = await doctor(folder, { format: "json" });
    expect(parseSaid(out).diagnostics).toMatchObject([{ code: "unknown-endpoint", line: 12 }]);
  });

  test("what stops it is told in words too", async () => {
    const heard = listen(makeProject({ "signpost.yaml": small }));
    const stop = new AbortController();
    stop.abort();
    const env = asVendor("http://127.0.0.1:9");
    const context = { ...heard.context, env, signal: stop.signal };
    expect(await runDoctor(context, [], { format: "human" })).toBe(130);
    expect(heard.err()).toContain("[interrupted]");
  });

  test("a Node that is too old exits 5, whatever else is well", async () => {
    const here = process.versions.node;
    const pretend = (node: string) => Object.defineProperty(process.versions, "node", { value: node });
    const folder = makeProject({ "signpost.yaml": small });
    pretend("20.18.3");
    try {
      const { code, out } = await doctor(folder, { sandbox: true });
      expect(code).toBe(5);
      expect(out).toMatch(/✗ Node +20\.18\.3 is older than 20\.19/u);
    } finally {
      pretend(here);
    }
  });
});

describe("--print-iam", () => {
  test("both roles at every provider, and what is to be filled in", async () => {
    const { code, out, err } = await doctor(makeProject({ "signpost.yaml": both }), { printIam: true });
    expect(code).toBe(0);
    expect(out.match(/, to (?:plan|apply):/gu)).toHaveLength(4);
    expect(out).toContain('"_signpost-*.www.example.com"');
    expect(out).toContain("Zone example.com: Zone Read, DNS Edit, Load Balancers Edit");
    expect(err).toContain("HOSTED_ZONE_ID");
  });

  test("one role is JSON and nothing else", async () => {
    const folder = makeProject({ "signpost.yaml": small });
    const { out, err } = await doctor(folder, { printIam: true, role: "apply", zoneId: "Z1" });
    expect(JSON.parse(out)).toMatchObject({ Version: "2012-10-17" });
    expect(err).toBe("");
  });

  test("as data", async () => {
    const { out } = await doctor(makeProject({ "signpost.yaml": small }), { printIam: true, format: "json" });
    expect(parseSaid(out)).toMatchObject({
      access: [
        {
          files: ["signpost.yaml"],
          policies: ["web"],
          zones: ["example.com"],
          provider: "route53",
          roles: { plan: {}, apply: {} },
          notes: [expect.any(String)],
        },
      ],
    });
    const folder = makeProject({ "signpost.yaml": both });
    const one = { printIam: true, format: "json", provider: "cloudflare", role: "plan" } as const;
    const { access } = parseSaid((await doctor(folder, one)).out);
    expect(access).toEqual([
      expect.objectContaining({ provider: "cloudflare", roles: { plan: expect.anything() } }),
    ]);
  });

  test("of a folder, one role that does for all of its policies", async () => {
    const other = small.replace("name: web", "name: shop").replace("www:", "shop:");
    const folder = makeProject({ "dns/a.yaml": small, "dns/b.yaml": other });
    const { code, out } = await doctor(folder, { printIam: true, role: "apply", zoneId: "Z1" }, ["dns"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).Statement).toHaveLength(6);
    expect(out).toContain('"www.example.com"');
    expect(out).toContain('"shop.example.com"');
    writeIn(folder, "dns/c.yaml", other.replace("name: shop", "name: far").replace(".com", ".net"));
    await expect(doctor(folder, { printIam: true, zoneId: "Z1" }, ["dns"])).rejects.toThrow(
      "is about one zone",
    );
    const several = makeProject({ "signpost.yaml": both });
    await expect(doctor(several, { printIam: true, role: "plan" })).rejects.toThrow(
      "name it with --provider",
    );
  });

  test("an invalid policy has no names to allow", async () => {
    const folder = makeProject({ "signpost.yaml": small.replace("web-b: 10", "web-c: 10") });
    expect(await doctor(folder, { printIam: true })).toMatchObject({ code: 3, out: "" });
  });
});

describe("--print-trust", () => {
  test("workflows of one repository in one environment", async () => {
    const options = { printTrust: true, repo: "acme/dns", account: "111122223333" };
    const { out } = await doctor(makeProject(), { ...options, role: "apply" });
    expect(JSON.parse(out).Statement[0]).toMatchObject({
      Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:acme/dns:environment:dns-production",
        },
      },
    });
    const named = await doctor(makeProject(), { ...options, role: "plan", environment: "dns:eu" });
    expect(named.out).toContain('"repo:acme/dns:environment:dns%3Aeu"');
    const both = await doctor(makeProject(), options);
    expect(both.out).toContain("environment:dns-plan");
    expect(both.out).toContain("environment:dns-production");
  });

  test("what its tokens begin with, where they name ids", async () => {
    const { out } = await doctor(makeProject(), { printTrust: true, subjectPrefix: "repo:acme@12/dns@34" });
    expect(out).toContain('"repo:acme@12/dns@34:environment:dns-plan"');
  });

  test("what has to be filled in, each said once", async () => {
    const options = { printTrust: true, repo: "acme/dns" } as const;
    const { err } = await doctor(makeProject(), options);
    expect(err.match(/^note: .*/gmu)).toEqual([
      expect.stringContaining("ACCOUNT_ID stands for the AWS account"),
      expect.stringContaining("--subject-prefix"),
    ]);
    const { out } = await doctor(makeProject(), { ...options, format: "json", account: "111122223333" });
    expect(parseSaid(out)).toMatchObject({
      trust: { plan: {}, apply: {} },
      notes: [expect.stringContaining("--subject-prefix")],
    });
  });
});

test.each([
  [{ printIam: true, printTrust: true }, "one at a time"],
  [{ role: "plan" }, "--role is about"],
  [{ printTrust: true }, "--repo ORG/REPO"],
  [{ printTrust: true, repo: "acme" }, "is no repository"],
  [{ printTrust: true, repo: "acme/*" }, "is no repository"],
  [{ printTrust: true, subjectPrefix: "repo:*" }, "stands before :environment:"],
  [{ printTrust: true, repo: "acme/dns", environment: "x" }, "give --role"],
  [{ printTrust: true, repo: "acme/dns", provider: "cloudflare" }, "Cloudflare has no roles"],
  [{ printTrust: true, repo: "acme/dns", zoneId: "Z1" }, "--zone-id does nothing for --print-trust"],
  [{ printTrust: true, repo: "acme/dns", root: "." }, "--root does nothing for --print-trust"],
  [{ printTrust: true, repo: "acme/dns", subjectPrefix: "repo:acme/dns" }, "leave --repo out"],
  [{ printIam: true, sandbox: true }, "--sandbox does nothing for --print-iam"],
  [{ printIam: true, repo: "acme/dns" }, "--repo does nothing for --print-iam"],
  [{ account: "111122223333" }, "--account is about --print-iam and --print-trust"],
  [{ subjectPrefix: "repo:acme/dns" }, "--subject-prefix is about --print-trust"],
] as const)("%j is a wrong command line", async (options, said) => {
  const failed = doctor(makeProject({ "signpost.yaml": small }), options);
  await expect(failed).rejects.toThrow(UsageError);
  await expect(failed).rejects.toThrow(said);
});

test("a trust policy is about no policy file", async () => {
  const named = doctor(makeProject({ "signpost.yaml": small }), { printTrust: true }, ["signpost.yaml"]);
  await expect(named).rejects.toThrow("reads no policy files");
});
