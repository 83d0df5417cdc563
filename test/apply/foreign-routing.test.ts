import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { describe as say } from "../../src/diagnostic/describe.ts";
import { apply, carryOut, emptied, type Lab, leftToDo, openLab, plan, ready } from "../provider/lab.ts";
import { listAll, remove } from "../sandbox/workbench.ts";
import { document } from "./policies.ts";

const instanceId = "8f2a6c1e-0000-4000-8000-000000000001";

/** What Traffic Flow makes, nobody else can: it is planted. */
function plantFlow({ sandbox, zoneId }: Lab): void {
  sandbox.plant(zoneId, {
    name: "www.example.com.",
    type: "A",
    setIdentifier: null,
    routing: { kind: "simple" },
    content: { kind: "trafficPolicyInstance", instanceId },
    healthCheckId: null,
  });
}

describe("a record set of a traffic policy", () => {
  test("at a wanted name is refused, and named as what it is", async () => {
    const lab = await openLab();
    plantFlow(lab);
    const { plan: planned } = await plan(lab, ready(document()));
    expect(planned.refusals.map((found) => say(found).message)).toEqual([
      expect.stringContaining(`traffic policy ${instanceId}`),
    ]);
    await expect(carryOut(await plan(lab, ready(document())))).rejects.toThrow("refused");
  });

  test("that took the place of ours is not ours: neither replaced nor deleted", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const ours = (await lab.list()).filter(({ Type }) => Type === "A");
    await lab.change(...ours.map(remove));
    plantFlow(lab);
    const { plan: planned, changes } = await plan(lab, it);
    expect(planned.refusals).toMatchObject([{ code: "name-unmanaged" }]);
    expect(changes.filter(({ action }) => action === "delete")).toEqual([]);
    await apply(lab, emptied(it));
    expect((await lab.list()).map(({ TrafficPolicyInstanceId: id }) => id)).toEqual([instanceId]);
  });
});

test("a private zone that is named by its id is a zone like any other", async () => {
  const lab = await openLab();
  const made = await lab.client.send(
    new CreateHostedZoneCommand({
      Name: "example.com",
      CallerReference: "private",
      VPC: { VPCRegion: "eu-west-1", VPCId: "vpc-1" },
      HostedZoneConfig: { PrivateZone: true },
    }),
  );
  const hostedZoneId = (made.HostedZone?.Id ?? "").replace("/hostedzone/", "");
  const it = ready({ ...document(), providers: { route53: { hostedZoneId } } });
  await apply(lab, it);
  expect(await leftToDo(lab, it)).toBe(null);
  expect(await lab.list()).toEqual([]);
  await apply(lab, emptied(it));
  const left = await listAll(lab.client, hostedZoneId);
  expect(left.map(({ Type }) => Type).filter((type) => type !== "NS" && type !== "SOA")).toEqual([]);
});
