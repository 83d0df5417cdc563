/** `signpost doctor`: what it finds, what it prints, and how it ends. */
import { describe, expect, test } from "vitest";
import { type DoctorOptions, runDoctor } from "../../src/cli/commands/doctor.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { asVendor, makeProject, parseSaid, run, small } from "./command-line.ts";
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
        { policy: "web", provider: "route53", roles: { plan: {}, apply: {} }, notes: [expect.any(String)] },
      ],
    });
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
});

test.each([
  [{ printIam: true, printTrust: true }, "one at a time"],
  [{ role: "plan" }, "--role is about"],
  [{ printTrust: true }, "--repo ORG/REPO"],
  [{ printTrust: true, repo: "acme" }, "is no repository"],
  [{ printTrust: true, repo: "acme/*" }, "is no repository"],
  [{ printTrust: true, subjectPrefix: "repo:*" }, "stands before :environment:"],
  [{ printTrust: true, repo: "acme/dns", environment: "x" }, "give --role"],
] as const)("%j is a wrong command line", async (options, said) => {
  const failed = doctor(makeProject({ "signpost.yaml": small }), options);
  await expect(failed).rejects.toThrow(UsageError);
  await expect(failed).rejects.toThrow(said);
});
