/**
 * `npm run fuzz -- --runs N [--seed S]`: mutates the examples and golden policies by bytes and by structure, and loads,
 * steers, compiles and proves what comes out. Fails on an exception, on an input that takes over 5 s, and on a
 * diagnostic without a place. `--only R` makes run R of the seed again, and prints its files.
 * Then it mutates as many saved plans as `--plans` says (5,000), shows each and all but applies it, and as many journals
 * as `--journals` says (5,000): reads each, and takes some back and goes on with them up to the first write.
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { readCorpus } from "./fuzz/corpus.ts";
import type { Findings } from "./fuzz/findings.ts";
import { makeInput } from "./fuzz/input.ts";
import { fuzzJournals } from "./fuzz/journal-runs.ts";
import { judgeInput, patience } from "./fuzz/judge.ts";
import { fuzzPlans } from "./fuzz/plans.ts";
import { makeRandom } from "./fuzz/random.ts";
import type { WorkerFinding, WorkerResult, WorkerTask } from "./fuzz/worker.ts";

const root = resolve(import.meta.dirname, "..");

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    plans: { type: "string", default: "5000" },
    journals: { type: "string", default: "5000" },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  throw new Error("--runs and --seed are whole numbers");
}
process.exitCode =
  values.only === undefined
    ? Math.max(
        await fuzz(),
        await fuzzSavedPlans(Number(values.plans)),
        await fuzzSavedJournals(Number(values.journals)),
      )
    : replay(Number(values.only));

async function fuzz(): Promise<number> {
  const begun = performance.now();
  const threads = Math.max(1, Math.min(4, availableParallelism(), Math.ceil(runs / 500)));
  const results = await Promise.all(
    Array.from({ length: threads }, (_, thread) => startWorker(thread, threads)),
  );
  const outcomes = new Map<string, number>();
  for (const result of results) {
    for (const [outcome, count] of result.outcomes)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
  }
  const findings = results.flatMap((result) => result.findings).sort((one, other) => one.run - other.run);
  const sorted = [...outcomes].sort(([, one], [, other]) => other - one);
  for (const [outcome, count] of sorted) console.log(`${String(count).padStart(8)}  ${outcome}`);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`${total} inputs with seed ${seed} in ${seconds} s: ${findings.length} failures`);
  // One of each sort is enough to look into.
  const sorts = new Map(
    findings.map((finding) => [finding.failure.split("\n").slice(0, 2).join("\n"), finding]),
  );
  for (const { run, failure } of sorts.values()) {
    console.error(`\nrun ${run} (npm run fuzz -- --seed ${seed} --only ${run}):\n${failure}`);
  }
  return findings.length === 0 ? 0 : 1;
}

async function fuzzSavedPlans(runs: number): Promise<number> {
  return tell(`${runs} saved plans`, await fuzzPlans(runs, seed));
}

async function fuzzSavedJournals(runs: number): Promise<number> {
  return tell(`${runs} journals`, await fuzzJournals(runs, seed, readCorpus(root)));
}

function tell(what: string, { outcomes, failures, seconds }: Findings): number {
  const sorted = [...outcomes].sort(([, one], [, other]) => other - one);
  for (const [outcome, count] of sorted) console.log(`${String(count).padStart(8)}  ${outcome}`);
  console.log(`${what} with seed ${seed} in ${Math.round(seconds)} s: ${failures.length} failures`);
  for (const { run, failure } of failures.slice(0, 10)) console.error(`\nrun ${run}:\n${failure}`);
  return failures.length === 0 ? 0 : 1;
}

function startWorker(thread: number, threads: number): Promise<WorkerResult> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const task: WorkerTask = { root, seed, first: thread, end: runs, step: threads, progress };
  // A worker doesn't inherit the loader that reads TypeScript.
  const start = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(
    new URL("./fuzz/worker.ts", import.meta.url).href,
  )}); })`;
  const worker = new Worker(start, { eval: true, workerData: task });
  return new Promise((settle, reject) => {
    let [seen, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const run = Atomics.load(progress, 0);
      if (run !== seen) [seen, since] = [run, performance.now()];
      // A slow input is told by the worker itself; this one doesn't come back at all.
      if (performance.now() - since < 4 * patience) return;
      const findings: readonly WorkerFinding[] = [{ run, failure: "hangs" }];
      end({ outcomes: new Map([["hangs", 1]]), findings });
    }, 500);
    const end = (result: WorkerResult) => {
      clearInterval(watch);
      settle(result);
      void worker.terminate();
    };
    worker.once("message", end);
    worker.once("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
}

function replay(run: number): number {
  const input = makeInput(readCorpus(root), makeRandom(seed, run));
  for (const [path, bytes] of new Map([[input.path, input.bytes], ...input.others])) {
    console.log(`# ${path}\n${new TextDecoder().decode(bytes)}`);
  }
  const { outcome, failure } = judgeInput(input);
  console.log(`${outcome}${failure === null ? "" : `\n${failure}`}`);
  return failure === null ? 0 : 1;
}
