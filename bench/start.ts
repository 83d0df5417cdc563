/**
 * `npm run bench`: what the command line costs before it does anything, against an empty program.
 * CPU time, because it stays the same while other programs compete for the machine.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const warmUps = 2;
const rounds = 25;

interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  /** The most it may cost, as a multiple of the empty program. */
  readonly budget: number;
}

const folder = mkdtempSync(join(tmpdir(), "signpost-bench-"));
try {
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  // Ends the program where its first request would be sent, so that only what comes before is measured.
  const halt = join(folder, "halt.mjs");
  writeFileSync(halt, "globalThis.fetch = () => process.exit(0);\n");
  const candidates: readonly Candidate[] = [
    { name: "node empty.mjs", args: [empty], budget: 1 },
    { name: "signpost --version", args: ["bin/signpost.js", "--version"], budget: 1.3 },
    {
      name: "signpost validate",
      args: ["bin/signpost.js", "validate", "examples/global-web.yaml"],
      budget: 2.5,
    },
    {
      name: "signpost plan, up to Cloudflare",
      args: ["--import", halt, "bin/signpost.js", "plan", "examples/cloudflare-geo-failover.yaml"],
      budget: 2.5,
    },
  ];
  process.exitCode = print(candidates, measureInTurn(candidates)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The least of each candidate: whatever else the machine does can only add to it. They take turns, so that a busy moment
 * hits all of them.
 */
function measureInTurn(candidates: readonly Candidate[]): readonly number[] {
  const samples = candidates.map((): number[] => []);
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const [index, { args }] of candidates.entries()) {
      const cost = measure(args);
      if (round >= warmUps) samples[index]?.push(cost);
    }
  }
  return samples.map((own) => Math.min(...own));
}

/** CPU time of one run in milliseconds. Bash knows it; Node tells only its own, and not its end. */
function measure(args: readonly string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; time "$@" > /dev/null';
  const { status, stderr, error } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, CLOUDFLARE_API_TOKEN: "a-token-that-goes-nowhere" },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with code ${status}:\n${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = (stderr.trimEnd().split("\n").at(-1) ?? "")
    .split(" ")
    .map((seconds) => Number(seconds.replace(",", ".")));
  return (user + system) * 1000;
}

function print(candidates: readonly Candidate[], milliseconds: readonly number[]): boolean {
  const [base = Number.NaN] = milliseconds;
  const ratios = milliseconds.map((cost) => cost / base);
  console.log(`CPU time, user and system, the least of ${rounds} in turn, Node ${process.versions.node}`);
  for (const [index, { name, budget }] of candidates.entries()) {
    const cost = milliseconds[index]?.toFixed(0).padStart(5);
    console.log(`${name.padEnd(31)} ${cost} ms   ${ratios[index]?.toFixed(2)} of at most ${budget}`);
  }
  // Written so that a ratio which is no number fails.
  return candidates.every(({ budget }, index) => (ratios[index] ?? Number.NaN) <= budget);
}
