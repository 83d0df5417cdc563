/** Runs inputs in a thread of its own, so that one that hangs can be told. */
import { parentPort, workerData } from "node:worker_threads";
import { readCorpus } from "./corpus.ts";
import { makeInput } from "./input.ts";
import { judgeInput } from "./judge.ts";
import { makeRandom } from "./random.ts";

export interface WorkerTask {
  readonly root: string;
  readonly seed: number;
  /** Runs from, to (exclusive), and how far apart. */
  readonly first: number;
  readonly end: number;
  readonly step: number;
  /** The run that it is at; whoever watches sees that it no longer changes. */
  readonly progress: Int32Array;
}

export interface WorkerFinding {
  readonly run: number;
  readonly failure: string;
}

export interface WorkerResult {
  readonly outcomes: ReadonlyMap<string, number>;
  readonly findings: readonly WorkerFinding[];
}

const mostFindings = 20;

function work({ root, seed, first, end, step, progress }: WorkerTask): WorkerResult {
  const corpus = readCorpus(root);
  const outcomes = new Map<string, number>();
  const findings: WorkerFinding[] = [];
  for (let run = first; run < end && findings.length < mostFindings; run += step) {
    Atomics.store(progress, 0, run);
    const { outcome, failure } = judgeInput(makeInput(corpus, makeRandom(seed, run)));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (failure !== null) findings.push({ run, failure });
  }
  return { outcomes, findings };
}

parentPort?.postMessage(work(workerData));
