/** What guards must tell apart: a family that leaves a name, and an address that was answered without a check all along. */
import { expect, test } from "vitest";
import { describe } from "../../src/diagnostic/describe.ts";
import { onCloudflare, usual } from "../apply/cloudflare-policies.ts";
import { document } from "../apply/policies.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, openLab, plan, ready } from "../provider/lab.ts";

async function blockedBy(before: object, after: object): Promise<readonly string[]> {
  const lab = await openLab();
  await apply(lab, ready(before));
  const { refusals } = (await plan(lab, ready(after), { allow: [] })).plan;
  return refusals.map((one) => describe(one).message);
}

const dual = {
  a: { ipv4: "192.0.2.1", ipv6: "2001:db8::1", healthCheck: "web" },
  b: { ipv4: "192.0.2.2", ipv6: "2001:db8::2", healthCheck: "web" },
};
const both = (types: readonly string[], weight = 9) =>
  document({ endpoints: dual, records: { www: { ttl: 30, types, to: { weighted: { a: weight, b: 1 } } } } });

test("a family of addresses that leaves a name is an answer that is lost", async () => {
  expect(await blockedBy(both(["A", "AAAA"]), both(["A"]))).toEqual([
    "www would have no AAAA answer any more for everywhere",
  ]);
  expect(await blockedBy(both(["A"]), both(["A", "AAAA"]))).toEqual([]);
  expect(await blockedBy(both(["A", "AAAA"]), both(["A", "AAAA"], 8))).toEqual([]);
});

test("an address without a check, beside the same one with a check, blocks no plan that leaves it alone", async () => {
  const records = (weight: number) => ({
    www: { ttl: 30, to: { failover: [{ weighted: { a: 9, b: 1 } }, "default"] } },
    api: { ttl: 30, to: { weighted: { a: weight, b: 1 } } },
  });
  const of = (weight: number, check = "web") =>
    document({
      endpoints: {
        a: { ipv4: "192.0.2.1", healthCheck: check },
        default: { ipv4: "192.0.2.1", healthCheck: "none" },
      },
      records: records(weight),
    });
  expect(await blockedBy(of(9), of(8))).toEqual([]);
  expect((await blockedBy(of(9), of(9, "none"))).join()).toContain('"a" is checked in api now');
});

test("a load balancer that goes is an answer that is lost, though it has no record of its own", async () => {
  const lab = await openCloudflareLab();
  await apply(lab, ready(onCloudflare()));
  const { refusals } = (await plan(lab, ready(onCloudflare({ api: usual.api })), { allow: [] })).plan;
  expect(refusals.map(({ code }) => code)).toContain("guard-last-answer");
});
