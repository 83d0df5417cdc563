import { describe } from "vitest";
import { exactPolicy } from "../property/cloudflare-policies.ts";
import { openCloudflareLab } from "./cloudflare-lab.ts";
import { describeConformance, type ProviderHarness } from "./conformance.ts";
import { describeOwnNames } from "./own-conformance.ts";

describe("Cloudflare", () => {
  const harness: ProviderHarness = {
    provider: "cloudflare",
    settings: { dualStack: "hostname", poolSets: true, plan: "enterprise" },
    refused: {
      "examples/aws-alias.yaml": ["cloudflare-alias"],
      "examples/geoproximity.yaml": ["cloudflare-bias"],
      "examples/round-robin.yaml": ["cloudflare-multivalue"],
      "examples/subnet.yaml": ["cloudflare-subnet"],
      "test/golden-valid/apex/policy.yaml": ["cloudflare-subdivision"],
      "test/golden-valid/places-within-places/policy.yaml": ["cloudflare-subdivision"],
    },
    several: { weighted: { a: 1, b: 1 } },
    policies: () => exactPolicy.map(({ document }) => document),
    async open() {
      const lab = await openCloudflareLab();
      return {
        connecting: lab.connecting,
        writes: () => lab.sent.filter(({ operation }) => !operation.startsWith("GET")).length,
        everything: () => lab.everything(),
        plantForeign: (name) => lab.plantForeign(name),
      };
    },
  };
  describeConformance(harness);
  describeOwnNames(harness);
});
