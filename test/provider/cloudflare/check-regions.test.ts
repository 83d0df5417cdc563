/** Regions that are probed from are said with every pool, whatever the policy says of them. */
import { describe, expect, test } from "vitest";
import { onCloudflare } from "../../apply/cloudflare-policies.ts";
import { openCloudflareLab } from "../cloudflare-lab.ts";
import { apply, ready } from "../lab.ts";

const failover = { failover: ["a", "b"] };
const latency = {
  latency: [
    { region: "eu-west-1", to: "a" },
    { region: "us-east-1", to: "b" },
  ],
};

describe("check regions", () => {
  test.each([
    ["a few by default", failover, {}, ["ENAM", "SEAS", "WEU"]],
    [
      "all of them where latency is measured",
      latency,
      {},
      "EEU ENAM ME NAF NEAS NSAM OC SAF SAS SEAS SSAM WEU WNAM".split(" "),
    ],
    ["those of the policy", failover, { checkRegions: ["OC", "ME"] }, ["ME", "OC"]],
    ["those of the policy for latency too", latency, { checkRegions: ["OC"] }, ["OC"]],
  ])("%s", async (_name, to, settings, regions) => {
    const lab = await openCloudflareLab();
    await apply(lab, ready(onCloudflare({ www: { ttl: 60, to } }, {}, settings)));
    const made = lab.sent.filter(({ operation }) => operation === "POST pools");
    expect(made).toHaveLength(2);
    for (const { body } of made) expect(body).toMatchObject({ check_regions: regions });
    // They were kept at once: there was nothing to send again.
    expect(lab.sent.map(({ operation }) => operation)).not.toContain("PATCH pools/id");
  });
});
