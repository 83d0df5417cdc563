/** The global example as it is, and what it is changed to: weights, an address, a check, and a group that goes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderId } from "../../src/policy/policy.ts";

const settings: Readonly<Record<ProviderId, string>> = {
  route53: "route53: {}",
  cloudflare: "cloudflare: { dualStack: hostname }",
};

export interface Scenario {
  readonly title: string;
  /** What was applied before; null for an empty zone. */
  readonly before: string | null;
  readonly after: string;
}

/** Texts of policies for one vendor. */
export function scenariosFor(provider: ProviderId): readonly Scenario[] {
  const example = readFileSync(join(import.meta.dirname, "../../examples/global-web.yaml"), "utf8");
  // What the policy promises is the same for both; what is tested here is how it is written.
  const [whole = ""] = example.split("# Examples that must come out");
  const first = edit(whole, ["route53: {}", settings[provider]]);
  const second = edit(
    first,
    ["{ eu-a: 90, eu-b: 10 }", "{ eu-a: 60, eu-b: 40 }"],
    ["198.51.100.10", "198.51.100.11"],
    ["2001:db8:1::10", "2001:db8:1::11"],
    ["path: /healthz", "path: /health"],
    ["{ failover: [us-a, { use: europe }] }", "{ failover: [us-a, eu-dr] }"],
  );
  return [
    { title: "first apply", before: null, after: first },
    { title: "change", before: first, after: second },
  ];
}

function edit(text: string, ...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`the example has no ${from}`);
    return edited.replace(from, to);
  }, text);
}
