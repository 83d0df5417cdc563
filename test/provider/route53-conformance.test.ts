import { describe } from "vitest";
import { policyDocument } from "../property/policies.ts";
import { a, create, values } from "../sandbox/workbench.ts";
import { describeConformance, type ProviderHarness } from "./conformance.ts";
import { listChecks, openLab, writesIn } from "./lab.ts";
import { describeOwnNames } from "./own-conformance.ts";

describe("Route 53", () => {
  const harness: ProviderHarness = {
    provider: "route53",
    settings: {},
    refused: {
      // These are about Cloudflare, which checks each 15 s and sends any host.
      "examples/cloudflare-canary.yaml": ["route53-interval"],
      "examples/cloudflare-dual-stack.yaml": ["route53-interval"],
      "examples/cloudflare-geo-failover.yaml": ["route53-interval"],
      "examples/cloudflare-pool-sets.yaml": ["route53-interval"],
      "examples/cloudflare-proxied.yaml": ["route53-interval"],
      "test/golden/cloudflare-flattened/policy.yaml": ["route53-host", "route53-interval"],
      "test/golden/cloudflare-traffic-steering/policy.yaml": ["route53-interval"],
      "test/golden/cloudflare-ttl-unused/policy.yaml": ["route53-interval"],
    },
    several: { multivalue: ["a", "b"] },
    policies: policyDocument,
    async open() {
      const lab = await openLab();
      return {
        connecting: lab.connecting,
        writes: () => writesIn(lab).length,
        async everything() {
          const sets = (await lab.list()).map((set) => {
            const key = [set.Name, set.Type, set.SetIdentifier ?? ""].join(" ");
            return `${key}\t${JSON.stringify(set)}`;
          });
          const checks = (await listChecks(lab.client)).map(
            ({ HealthCheckConfig: config }) => `check ${config?.Type} ${config?.IPAddress}`,
          );
          return [...sets, ...checks].sort();
        },
        async plantForeign(name) {
          await lab.change(
            create(values(name, "MX", ["10 mail.example.net."])),
            create(values(name, "TXT", ['"of somebody else"'])),
            create(a(`other.${name.replace(/^\*\./u, "")}`)),
          );
        },
      };
    },
  };
  describeConformance(harness);
  describeOwnNames(harness);
});
