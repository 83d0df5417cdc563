/** Disturbs an apply at one of its requests, applies again, and holds the end against the undisturbed one. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProviderId } from "../../src/policy/policy.ts";
import type { Snapshot } from "../../src/provider/connection.ts";
import { ProviderError } from "../../src/provider/provider-error.ts";
import type { FaultPlan } from "../../src/sandbox/faults.ts";
import { apply, carryOut, leftToDo, plan, type Ready, ready } from "../provider/lab.ts";
import type { Asked, ForeignWrite } from "./foreign.ts";
import type { Scenario } from "./policies.ts";
import { openStage, type Stage } from "./stage.ts";

/** What happens at one request. */
export type Disturbance =
  | "dropped before it is sent"
  | "dropped after it took effect"
  | "answered 500"
  | "throttled for 20 s"
  | "raced by a foreign write";

/** How the disturbed apply ended; whatever it was, applying again came to the same end. */
export type Outcome =
  | "went through"
  | "stopped, and the next apply finished it"
  | "refused as a conflict, the foreign write kept"
  | "wrote over what came between its last look and its write";

/** The undisturbed apply: the requests that it takes, and what it comes to. */
export interface Course {
  readonly scenario: Scenario;
  readonly provider: ProviderId;
  readonly it: Ready;
  /** With the state before the apply. */
  readonly folder: string;
  readonly operations: readonly string[];
  readonly opening: readonly string[];
  readonly end: readonly string[];
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "signpost-faults-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Each stage is a sandbox of its own, so that its folder must not be in use. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await makeFolder();
  await cp(folder, copy, { recursive: true, filter: (path) => !path.endsWith("lock") });
  return copy;
}

/** Runs the apply once without any trouble. */
export async function runUndisturbed(provider: ProviderId, scenario: Scenario): Promise<Course> {
  const folder = await makeFolder();
  const before = await openStage(provider, { folder });
  if (scenario.before !== null) await apply(before, ready(scenario.before));
  const it = ready(scenario.after);
  const stage = await openStage(provider, { folder: await copyOf(folder) });
  await apply(stage, it);
  return {
    scenario,
    provider,
    it,
    folder,
    operations: [...stage.operations()],
    opening: stage.opening,
    end: await stage.everything(),
  };
}

/** What went missing of the answers while an apply ran. */
export interface Watch {
  readonly missing: readonly string[];
  /** Somebody else took away what was theirs: what is left from now on counts. */
  startOver(): Promise<void>;
}

/** Looks before each request whether the name has all the answers that it ever had. */
export async function watchAnswers(
  stage: Stage,
  act: (position: number, asked: Asked) => Promise<void>,
): Promise<Watch> {
  let had = await stage.answers();
  const missing: string[] = [];
  let position = -1;
  // Requests may come at once; what is seen before them is seen in their order.
  let turn: Promise<void> = Promise.resolve();
  stage.onRequest((asked) => {
    position += 1;
    const at = position;
    turn = turn.then(async () => {
      const now = await stage.answers();
      if (now.some((answer, index) => answer === "" && had[index] !== "")) missing.push(asked.operation);
      had = now.map((answer, index) => (answer === "" ? (had[index] ?? "") : answer));
      await act(at, asked);
    });
    return turn;
  });
  return {
    missing,
    async startOver() {
      had = await stage.answers();
    },
  };
}

function faultsOf(kind: Disturbance, { operations, opening }: Course, position: number): FaultPlan {
  const operation = operations[position] ?? "";
  const before = [...opening, ...operations.slice(0, position)];
  const beforeCount = before.filter((other) => other === operation).length;
  const fault = { operation, beforeCount, times: 1 };
  switch (kind) {
    case "dropped before it is sent":
      return [{ ...fault, kind: "dropConnection" }];
    case "dropped after it took effect":
      return [{ ...fault, kind: "lostReply" }];
    case "answered 500":
      return [{ ...fault, kind: "serverError" }];
    case "throttled for 20 s":
      return [{ ...fault, kind: "throttle", lastingMs: 20_000 }];
    case "raced by a foreign write":
      return [];
  }
}

/**
 * Requests that change or delete an object whatever it is: neither Cloudflare nor Route 53's DeleteHealthCheck compares.
 * Between the last look and these nothing is seen.
 */
const blind: Readonly<Record<ProviderId, RegExp>> = {
  cloudflare: /^(?:PATCH |DELETE |POST dns_records\/batch$)/u,
  route53: /^DeleteHealthCheck$/u,
};

export interface Disturbed {
  readonly outcome: Outcome;
  /** What must not be; empty when all is well. */
  readonly breaches: readonly string[];
}

/** Disturbs the apply at its request of this position, and applies again until nothing is left to do. */
export async function disturb(course: Course, kind: Disturbance, position: number): Promise<Disturbed> {
  const { provider, it, operations } = course;
  const isBlind = blind[provider].test(operations[position] ?? "");
  const stage = await openStage(provider, {
    folder: await copyOf(course.folder),
    faults: faultsOf(kind, course, position),
  });
  const writes: ForeignWrite[] = [];
  let read: Snapshot | null = null;
  const watch = await watchAnswers(stage, async (at, asked) => {
    if (kind === "raced by a foreign write" && at === position) {
      const foreign = await stage.meddle(asked);
      if (course.end.some((line) => line.includes(foreign.sign))) throw new Error(`${foreign.sign} is ours`);
      writes.push(foreign);
    }
  });
  const breaches: string[] = [];
  let outcome: Outcome = "went through";
  try {
    const prepared = await plan(stage, it);
    read = prepared.snapshot;
    // What stands in the way was there before anything was written.
    const applied = prepared.plan.refusals.length > 0 ? null : await carryOut(prepared);
    if (applied?.failure?.kind === "conflict") outcome = "refused as a conflict, the foreign write kept";
    else if (applied === null || applied.failure !== null)
      outcome = "stopped, and the next apply finished it";
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    outcome = "stopped, and the next apply finished it";
  }
  for (const foreign of writes) {
    // What the plan was made of was there before; what it shows will be changed is changed.
    const isKnown = read !== null && JSON.stringify(read).includes(foreign.sign);
    if (isKnown || (await foreign.isThere())) continue;
    if (isBlind) outcome = "wrote over what came between its last look and its write";
    else breaches.push("a foreign write was lost");
  }
  const clear = async () => {
    for (const foreign of writes) await foreign.clear();
    await watch.startOver();
  };
  breaches.push(...(await finish(stage, it, clear)));
  stage.onRequest(null);
  breaches.push(...watch.missing.map((operation) => `no answer before ${operation}`));
  if (JSON.stringify(await stage.everything()) !== JSON.stringify(course.end)) breaches.push("another end");
  return { outcome, breaches };
}

/** Applies until nothing is left. What a foreign hand put in an unmarked place is taken over, as whoever runs it would. */
export async function finish(
  stage: Stage,
  it: Ready,
  clear: () => Promise<void> = async () => {},
): Promise<readonly string[]> {
  const { clock, signal } = stage.connecting;
  // Whoever was turned away comes back later.
  await clock.sleep(20_000, signal);
  for (let turn = 0; turn < 3; turn += 1) {
    const first = await plan(stage, it);
    if (first.plan.refusals.some(({ code }) => code !== "name-unmanaged"))
      return [`the next apply is refused: ${first.plan.refusals.map(({ code }) => code).join()}`];
    // A foreign answer at an unmarked name is theirs: they take it away before ours can be made.
    if (first.plan.refusals.length > 0) await clear();
    const prepared = first.plan.refusals.length > 0 ? await plan(stage, it) : first;
    const applied = await carryOut(prepared);
    if (applied.failure !== null) continue;
    if ((await leftToDo(stage, it)) === null) return [];
  }
  return ["three more applies didn't finish it"];
}
