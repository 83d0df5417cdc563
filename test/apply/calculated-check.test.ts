import { CreateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { apply, emptied, listChecks, openLab, ready } from "../provider/lab.ts";
import { document } from "./policies.ts";

const onlyA = { records: { www: { ttl: 30, to: { failover: ["a", "b"] } } } };

test("a check stays while somebody's calculated check counts it", async () => {
  const lab = await openLab();
  const it = ready(document(onlyA));
  await apply(lab, it);
  const [check, ...others] = await listChecks(lab.client);
  await lab.client.send(
    new CreateHealthCheckCommand({
      CallerReference: "counts",
      HealthCheckConfig: { Type: "CALCULATED", HealthThreshold: 1, ChildHealthChecks: [check?.Id ?? ""] },
    }),
  );
  await apply(lab, emptied(it));
  const left = (await listChecks(lab.client)).map(({ Id }) => Id);
  expect(left).toContain(check?.Id);
  for (const { Id } of others) expect(left).not.toContain(Id);
});
