/** A signal right after each request of every apply of the real program: it is found as it was left, and finished. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findMoved } from "../../src/apply/held.ts";
import { readJournal } from "../../src/apply/read-journal.ts";
import type { ProviderId } from "../../src/policy/policy.ts";
import { type Ended, makeProject, type Running, start } from "../cli/command-line.ts";
import { plan } from "../provider/lab.ts";
import { type Course, copyOf, finish, runUndisturbed, watchAnswers } from "./disturb.ts";
import { scenariosFor } from "./policies.ts";
import { openStage, type Stage } from "./stage.ts";
import { tell } from "./table.ts";

type Signal = "SIGINT" | "SIGKILL";

/** How the program ended; whatever it was, applying again came to the same end. */
type Outcome =
  | "ended before anything was written, exit 130"
  | "told what is done and what isn't, exit 7"
  | "went through"
  | "died, and its journal tells how far it came"
  | "died with nothing begun";

/** Milliseconds that go by at the vendor with each request. */
const waited = 10_000;
const exitInterrupted = 130;
const exitPartly = 7;

export function describeSignals(provider: ProviderId): void {
  describe.each(scenariosFor(provider))("$title", (scenario) => {
    test.each(["SIGINT", "SIGKILL"] as const)("every request followed by %s", async (signal) => {
      const course = await runUndisturbed(provider, scenario);
      const outcomes = new Map<Outcome, number>();
      const breaches: string[] = [];
      const operations = await listRequests(course);
      expect(operations.length).toBeGreaterThan(5);
      for (const position of operations.keys()) {
        const disturbed = await signalAt(course, signal, position);
        outcomes.set(disturbed.outcome, (outcomes.get(disturbed.outcome) ?? 0) + 1);
        const where = `${position} ${operations[position]}`;
        breaches.push(...disturbed.breaches.map((breach) => `${where}: ${breach}`));
      }
      expect(breaches).toEqual([]);
      const kind = `followed by ${signal}`;
      tell({ provider, apply: scenario.title, kind, requests: operations.length, outcomes });
    });
  });
}

/** The requests of the program when nothing disturbs it: it waits less often than those on a clock of the tests. */
async function listRequests({ provider, scenario, folder: before, end }: Course): Promise<readonly string[]> {
  const stage = await openStage(provider, { folder: await copyOf(before) });
  stage.onRequest(async () => stage.pass(waited));
  const folder = makeProject({ "signpost.yaml": scenario.after });
  const ended = await start(["apply", "--yes"], { folder, env: stage.env }).ended;
  expect(ended.stderr).not.toContain("Failed:");
  expect(ended.code).toBe(0);
  const operations = [...stage.operations()];
  expect(await stage.everything()).toEqual(end);
  return operations;
}

/** Starts the program, sends it the signal when its request of this position has come, and applies again. */
async function signalAt(course: Course, signal: Signal, position: number) {
  const { provider, it, scenario } = course;
  const stage = await openStage(provider, { folder: await copyOf(course.folder) });
  const folder = makeProject({ "signpost.yaml": scenario.after });
  let running: Running | null = null;
  const watch = await watchAnswers(stage, async (at) => {
    // What waits for the vendor waits by its clock, which is the stage's.
    stage.pass(waited);
    if (running === null || at !== position) return;
    running.child.kill(signal);
    if (signal === "SIGINT") await running.said("Interrupted");
  });
  running = start(["apply", "--yes"], { folder, env: stage.env });
  const ended = await running.ended;
  running = null;
  const breaches = [...(await judgeJournal(stage, course, folder, ended))];
  const outcome = outcomeOf(ended, signal, folder);
  if (typeof outcome !== "string") breaches.push(`ended with ${ended.code} ${ended.signal}: ${ended.stderr}`);
  breaches.push(...(await finish(stage, it)));
  stage.onRequest(null);
  breaches.push(...watch.missing.map((operation) => `no answer before ${operation}`));
  if (JSON.stringify(await stage.everything()) !== JSON.stringify(course.end)) breaches.push("another end");
  return { outcome: outcome ?? "went through", breaches };
}

function outcomeOf({ code, signal: by }: Ended, signal: Signal, folder: string): Outcome | null {
  if (code === 0) return "went through";
  if (signal === "SIGKILL") {
    if (by !== "SIGKILL") return null;
    return journalIn(folder) === null
      ? "died with nothing begun"
      : "died, and its journal tells how far it came";
  }
  if (code === exitInterrupted) return "ended before anything was written, exit 130";
  return code === exitPartly ? "told what is done and what isn't, exit 7" : null;
}

/** Whatever broke off, its journal can be read and gone on with: it contradicts nothing that is live. */
async function judgeJournal(
  stage: Stage,
  { it }: Course,
  folder: string,
  { stderr }: Ended,
): Promise<readonly string[]> {
  const path = journalIn(folder);
  if (path === null) return [];
  const journal = readJournal(readFileSync(path, "utf8"));
  if (typeof journal === "string") return [`its journal is ${journal}`];
  const { snapshot } = await plan(stage, it);
  const moved = findMoved(journal, snapshot, journal.done);
  const untold = stderr.includes("Done:") && !stderr.includes("signpost apply --resume");
  return [
    ...(moved.length > 0 ? [`its journal knows nothing of ${moved.join(", ")}`] : []),
    ...(untold ? ["the way on isn't told"] : []),
  ];
}

function journalIn(folder: string): string | null {
  const into = join(folder, ".signpost/journal");
  const [name] = existsSync(into) ? readdirSync(into) : [];
  return name === undefined ? null : join(into, name);
}
