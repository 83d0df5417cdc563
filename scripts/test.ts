/**
 * `npm test`: builds if need be, runs every test that needs Node alone, and says which second opinions
 * were left out. Arguments go to vitest: `npm test -- test/policy`.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { isStale } from "./build/is-stale.ts";

const root = resolve(import.meta.dirname, "..");

process.exitCode = buildIfStale() || runTests(process.argv.slice(2));
if (process.exitCode === 0) console.log(describeLeftOut());

function buildIfStale(): number {
  if (!isStale(root, "THIRD-PARTY-NOTICES") && !isStale(root, "dist/main.js")) return 0;
  console.log("Building, because dist/ is older than its sources");
  return run(process.execPath, ["--import", "tsx", "scripts/build.ts"]);
}

function runTests(more: readonly string[]): number {
  return run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", ...more]);
}

function describeLeftOut(): string {
  const moto = isOnPath("moto_server")
    ? "moto is installed: `npm run test:moto` asks it for a second opinion on Route 53."
    : 'moto is not installed: `pip install "moto[server]"`, then `npm run test:moto` asks it for a second opinion on Route 53.';
  const tools = isOnPath("aws")
    ? "The aws command line is installed: `npm run test:tools` tries it and boto3 on the sandbox."
    : "The aws command line is not installed: `pip install awscli boto3`, then `npm run test:tools` tries both on the sandbox.";
  const dns =
    isOnPath("gdnsd") && isOnPath("pdns_server")
      ? "gdnsd and PowerDNS are installed: `npm run test:dns` holds the meaning of policies to what they answer."
      : "gdnsd or PowerDNS is not installed: `apt-get install gdnsd pdns-server pdns-backend-geoip`, then `npm run test:dns` holds the meaning of policies to what they answer.";
  return `Left out, because they need more than Node:\n  ${moto}\n  ${dns}\n  ${tools}`;
}

function isOnPath(command: string): boolean {
  // Daemons stand where not everybody's path leads.
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(command: string, args: readonly string[]): number {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) throw error;
  return status ?? 1;
}
