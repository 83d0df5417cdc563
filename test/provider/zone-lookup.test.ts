import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test, vi } from "vitest";
import { describe as say } from "../../src/diagnostic/describe.ts";
import { checkPolicy } from "../../src/plan/check.ts";
import { ProviderError } from "../../src/provider/provider-error.ts";
import { document } from "../apply/policies.ts";
import { connect, openLab, ready } from "./lab.ts";
import { openProxy } from "./proxy.ts";

type Lab = Awaited<ReturnType<typeof openLab>>;

const inZone = (zone: string, route53: object = {}) => ready({ ...document(), zone, providers: { route53 } });

async function makeZone(lab: Lab, name: string, isPrivate = false): Promise<string> {
  const made = await lab.client.send(
    new CreateHostedZoneCommand({
      Name: name,
      CallerReference: String(Math.random()),
      ...(isPrivate
        ? { VPC: { VPCRegion: "eu-west-1", VPCId: "vpc-1" }, HostedZoneConfig: { PrivateZone: true } }
        : {}),
    }),
  );
  return (made.HostedZone?.Id ?? "").replace("/hostedzone/", "");
}

/** What is said when a zone can't be opened. */
async function failure(lab: Pick<Lab, "connecting">, it: ReturnType<typeof ready>) {
  try {
    await connect(lab, it);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { message, hint } = say(error.diagnostic);
    return { kind: error.kind, code: error.diagnostic.code, args: error.diagnostic.args, message, hint };
  }
  throw new Error("it was opened");
}

describe("the zone", () => {
  test("is found by its name among others that sort around it", async () => {
    const lab = await openLab();
    await makeZone(lab, "a.example.com");
    await makeZone(lab, "example.co");
    await makeZone(lab, "example.net");
    const { zone } = await connect(lab, inZone("example.com"));
    expect(zone).toEqual({ id: lab.zoneId, name: "example.com", account: null });
  });

  test("that isn't there: the zone above it is offered", async () => {
    const lab = await openLab();
    expect(await failure(lab, inZone("www.example.com"))).toMatchObject({
      kind: "rejected",
      code: "zone-not-found",
      args: { zone: "www.example.com", present: ["example.com"] },
      hint: expect.stringContaining("did you mean example.com"),
    });
    expect(await failure(lab, inZone("example.org"))).toMatchObject({
      code: "zone-not-found",
      args: { present: [] },
    });
  });

  test("of which there are two is asked for, not guessed", async () => {
    const lab = await openLab();
    const second = await makeZone(lab, "example.com");
    const hidden = await makeZone(lab, "example.com", true);
    const said = await failure(lab, inZone("example.com"));
    expect(said).toMatchObject({ kind: "rejected", code: "zone-ambiguous" });
    expect(JSON.stringify(said.args)).toContain(`${hidden} (private)`);
    const { zone } = await connect(lab, inZone("example.com", { hostedZoneId: second }));
    expect(zone.id).toBe(second);
  });

  test("that is private has to be named", async () => {
    const lab = await openLab();
    const id = await makeZone(lab, "example.net", true);
    expect(await failure(lab, inZone("example.net"))).toMatchObject({
      kind: "rejected",
      code: "zone-private",
      hint: expect.stringContaining(`hostedZoneId: ${id}`),
    });
    expect((await connect(lab, inZone("example.net", { hostedZoneId: id }))).zone.id).toBe(id);
  });

  test("by an id that is another zone's, or nobody's", async () => {
    const lab = await openLab();
    const other = await makeZone(lab, "example.net");
    expect(await failure(lab, inZone("example.com", { hostedZoneId: other }))).toMatchObject({
      kind: "rejected",
      code: "zone-mismatch",
      args: { zone: "example.com", id: other, actual: "example.net" },
    });
    expect(await failure(lab, inZone("example.com", { hostedZoneId: "Z0NOBODYS" }))).toMatchObject({
      kind: "notFound",
    });
  });

  test("an id with the API's prefix is a mistake in the file", () => {
    const policy = { ...document(), providers: { route53: { hostedZoneId: "/hostedzone/Z1" } } };
    const { ok, diagnostics } = checkPolicy({ path: "policy.json", text: JSON.stringify(policy) });
    expect(ok).toBe(false);
    expect(diagnostics.length).toBe(1);
  });
});

describe("the vendor", () => {
  test("refuses the credentials", async () => {
    const lab = await openLab();
    const endpoint = await openProxy(lab.sandbox.route53Url, { withhold: "authorization" });
    const connecting = { ...lab.connecting, endpoint };
    expect(await failure({ connecting }, inZone("example.com"))).toMatchObject({
      kind: "auth",
      code: "provider-auth",
      args: { provider: "Route 53", detail: "Missing Authentication Token" },
    });
  });

  test("has no credentials to look at", async () => {
    const lab = await openLab();
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"]) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "nowhere");
    vi.stubEnv("AWS_CONFIG_FILE", "nowhere");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    try {
      const connecting = { ...lab.connecting, anonymous: false };
      expect(await failure({ connecting }, inZone("example.com"))).toMatchObject({ kind: "auth" });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("can't be reached", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const lab = await openLab();
    // The port of a server that is closed.
    const connecting = { ...lab.connecting, endpoint: "http://127.0.0.1:9" };
    expect(await failure({ connecting }, inZone("example.com"))).toMatchObject({
      kind: "unavailable",
      code: "provider-unavailable",
      message: expect.stringContaining("Route 53 can't be reached"),
    });
    vi.restoreAllMocks();
  });
});
