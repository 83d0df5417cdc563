/** What checks say now, also those that somebody has switched off or turned round. */
import { UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { document } from "../../apply/policies.ts";
import { apply, connect, listChecks, openLab, ready } from "../lab.ts";

const it = ready(document());

test.each([
  ["as it is, well", {}, false, false],
  ["as it is, ill", {}, true, true],
  ["switched off: healthy", { Disabled: true }, true, false],
  ["turned round, well", { Inverted: true }, false, true],
  ["turned round, ill", { Inverted: true }, true, false],
  ["switched off and turned round: unhealthy", { Disabled: true, Inverted: true }, false, true],
] as const)("a check that is %s", async (_, changed, isIll, isDown) => {
  const lab = await openLab();
  await apply(lab, it);
  const check = (await listChecks(lab.client)).find(
    ({ HealthCheckConfig }) => HealthCheckConfig?.IPAddress === "192.0.2.1",
  );
  if (Object.keys(changed).length > 0)
    await lab.client.send(new UpdateHealthCheckCommand({ HealthCheckId: check?.Id, ...changed }));
  if (isIll) lab.sandbox.setDown(["192.0.2.1"], true);
  lab.time.now += 120_000;
  const connection = await connect(lab, it);
  const { compiled } = it.target;
  const down = await connection.readDown(compiled, await connection.read(compiled));
  expect([...down]).toHaveLength(isDown ? 1 : 0);
});
