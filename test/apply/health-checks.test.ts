import { DeleteHealthCheckCommand, UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import {
  apply,
  carryOut,
  emptied,
  hear,
  leftToDo,
  listChecks,
  openLab,
  plan,
  ready,
  writesIn,
} from "../provider/lab.ts";
import { document, weighing } from "./policies.ts";

type Lab = Awaited<ReturnType<typeof openLab>>;

/** `id path` of each check of an address. */
async function checksOf(lab: Lab, address: string) {
  const checks = await listChecks(lab.client);
  return checks.filter(({ HealthCheckConfig: config }) => config?.IPAddress === address);
}

describe("sharing", () => {
  test("records of one policy share the checks of their endpoints", async () => {
    const lab = await openLab();
    const records = {
      www: weighing(9, 1),
      api: weighing(1, 1),
      shop: { ttl: 30, to: { failover: ["a", "b"] } },
    };
    await apply(lab, ready(document({ records })));
    expect((await listChecks(lab.client)).length).toBe(2);
  });

  test("policies share nothing, and one leaves the other's alone", async () => {
    const lab = await openLab();
    const other = ready(document({ name: "other", records: { api: weighing(1, 1) } }));
    const mine = ready(document());
    await apply(lab, other);
    await apply(lab, mine);
    expect((await listChecks(lab.client)).length).toBe(4);
    await apply(lab, emptied(mine));
    expect((await listChecks(lab.client)).length).toBe(2);
    expect(await leftToDo(lab, other)).toBe(null);
  });

  test("a reference says whose check it is, within what the API takes", async () => {
    const lab = await openLab();
    await apply(lab, ready(document({ name: `w${"e".repeat(38)}b` })));
    for (const { CallerReference: reference = "" } of await listChecks(lab.client)) {
      expect(reference).toMatch(/^sp1\.[0-9a-f]{16}\.[0-9a-f]{16}\.1$/u);
      expect(reference.length).toBeLessThanOrEqual(64);
    }
  });
});

describe("a changed check", () => {
  test("is updated in place where that can be, with the version that was read", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const before = await listChecks(lab.client);
    lab.sent.length = 0;
    const it = ready(document({ check: { path: "/new", unhealthyThreshold: 5 } }));
    await apply(lab, it);
    expect(writesIn(lab).toSorted()).toEqual([
      "ChangeResourceRecordSets",
      "UpdateHealthCheck",
      "UpdateHealthCheck",
    ]);
    const after = await listChecks(lab.client);
    expect(after.map(({ Id }) => Id)).toEqual(before.map(({ Id }) => Id));
    expect(after.map((check) => [check.HealthCheckConfig?.ResourcePath, check.HealthCheckVersion])).toEqual([
      ["/new", 2],
      ["/new", 2],
    ]);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("that somebody else changed meanwhile is a conflict", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const prepared = await plan(lab, ready(document({ check: { path: "/new" } })));
    for (const { Id: id } of await listChecks(lab.client)) {
      await lab.client.send(new UpdateHealthCheckCommand({ HealthCheckId: id, ResourcePath: "/by-hand" }));
    }
    const applied = await carryOut(prepared);
    expect(applied.failure?.kind).toBe("conflict");
    expect(applied.done).toEqual([]);
    const paths = (await listChecks(lab.client)).map((check) => check.HealthCheckConfig?.ResourcePath);
    expect(paths).toEqual(["/by-hand", "/by-hand"]);
  });

  test("a host that is taken away is taken away", async () => {
    const lab = await openLab();
    await apply(lab, ready(document({ check: { type: "https", host: "www.example.net" } })));
    const it = ready(document({ check: { type: "https" } }));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    const [check] = await listChecks(lab.client);
    expect(check?.HealthCheckConfig?.FullyQualifiedDomainName).toBe(undefined);
    expect(check?.HealthCheckConfig?.EnableSNI).toBe(false);
  });

  test("a check that was changed by hand is put back", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const [check] = await listChecks(lab.client);
    await lab.client.send(new UpdateHealthCheckCommand({ HealthCheckId: check?.Id, Inverted: true }));
    const { plan: planned } = await plan(lab, it);
    expect(planned.counts).toEqual({ create: 0, update: 1, delete: 0, markers: 0 });
    expect(planned.names.map(({ drifted }) => drifted)).toEqual([true]);
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
  });

  test("a check that was deleted by hand is made again, under the next number", async () => {
    const lab = await openLab();
    const it = ready(document());
    await apply(lab, it);
    const [check] = await checksOf(lab, "192.0.2.1");
    await lab.client.send(new DeleteHealthCheckCommand({ HealthCheckId: check?.Id }));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    const [fresh] = await checksOf(lab, "192.0.2.1");
    expect(fresh?.CallerReference).toBe(check?.CallerReference?.replace(/1$/u, "2"));
  });

  test("a reference that an updated check still has gives the new check another number", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    await apply(lab, ready(document({ check: { path: "/new" } })));
    // The old configuration again, of the same address, beside the new one.
    const it = ready(
      document({
        check: { path: "/new" },
        checks: { old: { type: "http", path: "/up", interval: "10s" } },
        endpoints: { again: { ipv4: "192.0.2.1", healthCheck: "old" } },
        records: { www: weighing(9, 1), api: { ttl: 30, to: { failover: ["again", "b"] } } },
      }),
    );
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    const paths = (await checksOf(lab, "192.0.2.1")).map((check) => check.HealthCheckConfig?.ResourcePath);
    expect(paths.toSorted()).toEqual(["/new", "/up"]);
  });
});

describe("a check that can't be updated", () => {
  const slower = ready(document({ check: { interval: "30s" } }));

  test("is replaced: the new one reports, the record sets switch, all servers have it, the old one goes", async () => {
    const lab = await openLab({ healthReportAfterMs: 20_000, insyncAfterMs: 10_000 });
    await apply(lab, ready(document()));
    lab.sent.length = 0;
    const start = lab.time.now;
    const { steps, onProgress } = hear();
    const applied = await carryOut(await plan(lab, slower), { onProgress });
    expect(applied.failure).toBe(null);
    expect(compress(lab.sent.map(({ operation }) => operation))).toEqual([
      "ListHostedZonesByName",
      "ListResourceRecordSets",
      "ListHealthChecks",
      "ListCidrCollections",
      "ListResourceRecordSetProtections",
      "GetAccountLimit",
      "CreateHealthCheck",
      "GetHealthCheckStatus",
      "ChangeResourceRecordSets",
      "GetChange",
      "ListResourceRecordSets",
      "ListHealthChecks",
      "DeleteHealthCheck",
    ]);
    expect(lab.time.now - start).toBeGreaterThanOrEqual(30_000);
    expect(steps.flatMap((step) => (step.kind === "waiting" ? [step.title] : []))).toEqual(
      expect.arrayContaining(["2 new checks to report", "all Route 53 servers to have it"]),
    );
    expect(await leftToDo(lab, slower)).toBe(null);
    expect((await listChecks(lab.client)).length).toBe(2);
  });

  test("that never reports switches nothing, and is used by the next apply", async () => {
    const lab = await openLab({ healthReportAfterMs: 1_000_000 });
    await apply(lab, ready(document()));
    const before = await lab.list();
    const applied = await carryOut(await plan(lab, slower));
    expect(applied.failure).toMatchObject({ kind: "unavailable", diagnostic: { code: "check-silent" } });
    expect(applied.partly).toBe(true);
    expect(applied.notStarted.length).toBe(3);
    expect(await lab.list()).toEqual(before);

    lab.time.now += 1_000_000;
    lab.sent.length = 0;
    await apply(lab, slower);
    expect(writesIn(lab)).not.toContain("CreateHealthCheck");
    expect(await leftToDo(lab, slower)).toBe(null);
  });

  test("is switched to without waiting with --wait none, and the old one left to the next apply", async () => {
    const lab = await openLab({ healthReportAfterMs: 1_000_000, insyncAfterMs: 10_000 });
    await apply(lab, ready(document()));
    lab.sent.length = 0;
    const applied = await carryOut(await plan(lab, slower), { wait: "none" });
    expect(applied.failure).toBe(null);
    const operations = lab.sent.map(({ operation }) => operation);
    expect(operations).not.toContain("GetHealthCheckStatus");
    expect(operations).not.toContain("GetChange");
    expect(operations).not.toContain("DeleteHealthCheck");
    expect((await listChecks(lab.client)).length).toBe(4);
    await apply(lab, slower);
    expect((await listChecks(lab.client)).length).toBe(2);
  });

  test("a first check is not waited for: nothing was watched before", async () => {
    const lab = await openLab({ healthReportAfterMs: 1_000_000 });
    await apply(lab, ready(document()));
    expect(lab.sent.map(({ operation }) => operation)).not.toContain("GetHealthCheckStatus");
  });

  test("another type is another check", async () => {
    const lab = await openLab();
    await apply(lab, ready(document()));
    const it = ready(document({ check: { type: "https" } }));
    await apply(lab, it);
    expect(await leftToDo(lab, it)).toBe(null);
    const types = (await listChecks(lab.client)).map((check) => check.HealthCheckConfig?.Type);
    expect(types).toEqual(["HTTPS", "HTTPS"]);
  });
});

/** Repetitions once. */
function compress(operations: readonly string[]): readonly string[] {
  return operations.filter((operation, position) => operation !== operations[position - 1]);
}
