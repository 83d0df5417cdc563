/** `npm run test:conformance`: the suite that every provider passes, with 300 random policies instead of 40. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--project",
  "unit",
  "test/provider/route53-conformance",
];
const { status, error } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], {
  cwd: resolve(import.meta.dirname, ".."),
  env: { ...process.env, CONFORMANCE_RUNS: "300" },
  stdio: "inherit",
});
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
