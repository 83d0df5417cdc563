/** Health checks that nothing of ours uses any more: deleted, unless somebody else has begun with them. */
import { CreateHealthCheckCommand, UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import {
  apply,
  carryOut,
  emptied,
  type Lab,
  leftToDo,
  listChecks,
  openLab,
  plan,
  ready,
} from "../provider/lab.ts";
import { a, create, remove } from "../sandbox/workbench.ts";
import { document } from "./policies.ts";

async function checksOf(lab: Lab, address: string) {
  const checks = await listChecks(lab.client);
  return checks.filter(({ HealthCheckConfig: config }) => config?.IPAddress === address);
}

const onlyA = { records: { www: { ttl: 30, to: { failover: ["a", "b"] } } } };

describe("a check that nothing of ours uses", () => {
  const less = ready(document({ records: { www: { ttl: 30, to: "a" } } }));

  test("is not deleted while a record set of somebody else's refers to it", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const [check] = await checksOf(lab, "192.0.2.2");
    const foreign = a("theirs.example.com", { SetIdentifier: "one", Weight: 1, HealthCheckId: check?.Id });
    await lab.change(create(foreign));
    await apply(lab, less);
    expect((await checksOf(lab, "192.0.2.2")).map(({ Id }) => Id)).toEqual([check?.Id]);
    expect(await leftToDo(lab, less)).toBe(null);
    await lab.change(remove(foreign));
    await apply(lab, less);
    expect(await listChecks(lab.client)).toEqual([]);
  });

  test("nor when that record set is made after the reading", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const prepared = await plan(lab, less);
    const [check] = await checksOf(lab, "192.0.2.2");
    await lab.change(
      create(a("theirs.example.com", { SetIdentifier: "one", Weight: 1, HealthCheckId: check?.Id })),
    );
    const applied = await carryOut(prepared);
    expect(applied.failure).toBe(null);
    expect((await checksOf(lab, "192.0.2.2")).map(({ Id }) => Id)).toEqual([check?.Id]);
  });

  test("nor when somebody changes it after the reading, and that is a conflict", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const prepared = await plan(lab, less);
    const [check] = await checksOf(lab, "192.0.2.2");
    await lab.client.send(
      new UpdateHealthCheckCommand({ HealthCheckId: check?.Id, ResourcePath: "/by-hand" }),
    );
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(await checksOf(lab, "192.0.2.2")).toHaveLength(1);
    await apply(lab, less);
    expect(await checksOf(lab, "192.0.2.2")).toEqual([]);
  });

  test("is not touched when its reference is not ours", async () => {
    const lab = await openLab();
    await lab.client.send(
      new CreateHealthCheckCommand({
        CallerReference: "of somebody else",
        HealthCheckConfig: {
          Type: "HTTP",
          IPAddress: "192.0.2.1",
          Port: 80,
          ResourcePath: "/up",
          RequestInterval: 10,
        },
      }),
    );
    const it = ready(document(onlyA));
    await apply(lab, it);
    await apply(lab, emptied(it));
    expect((await listChecks(lab.client)).map((check) => check.CallerReference)).toEqual([
      "of somebody else",
    ]);
  });
});
