/**
 * `npm run test:conformance`: what `npm test` tries on a few random policies, on many. The suite that every provider
 * passes, with 300 of them; and the proof that a compile means what the policy does, with 2,000 of all kinds, and
 * with 2,000 that clients in countries and states are asked about.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--project",
  "unit",
  "test/provider/route53-conformance",
  "test/provider/cloudflare-conformance",
  "test/property/route53-equivalence",
  "test/property/cloudflare-equivalence",
  "test/property/route53-places",
];
const { status, error } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], {
  cwd: resolve(import.meta.dirname, ".."),
  env: { ...process.env, CONFORMANCE_RUNS: "300", EQUIVALENCE_RUNS: "2000" },
  stdio: "inherit",
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
