/** The program on trial, bundled anew for each mutant: it compiles a policy and judges its own compile. */
import { describe } from "../../../src/diagnostic/describe.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { cloudflare } from "../../../src/provider/cloudflare/cloudflare.ts";
import { proveCompile } from "../../../src/provider/prove.ts";
import { route53 } from "../../../src/provider/route53/route53.ts";
import { steerPolicy } from "../../../src/steering/steer.ts";

/** What the proof says of a compile, in words; empty when it finds no difference. */
export function proveItself(policy: Policy): readonly string[] {
  const { records } = steerPolicy(policy);
  const provider = policy.providers.cloudflare === undefined ? route53 : cloudflare;
  const proof = proveCompile(provider, records, provider.compile(policy, records));
  return proof.diagnostics
    .filter(({ code }) => code === "compile-differs" || code === "last-resort")
    .map((difference) => describe(difference).message);
}
