/** Waits until name servers answer what was applied. */
import { hasErrors } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { addressText, nameAnswer } from "../../verify/answers.ts";
import { type Asker, openAsker, usualPatienceMs, usualRate } from "../../verify/ask.ts";
import type { Cell } from "../../verify/cell.ts";
import { usualCertainty } from "../../verify/cell.ts";
import { diagnoseName, diagnoseSilent, diagnoseUnreachable } from "../../verify/diagnose.ts";
import { judge } from "../../verify/judge.ts";
import { observe } from "../../verify/observe.ts";
import { clock } from "../connect.ts";
import type { Context } from "../context.ts";
import type { PreparedFile } from "../prepare.ts";
import { showProgress } from "../progress.ts";
import type { KnownPlaces } from "./places.ts";
import { findLive, planInquiries, serversOf, type Wanted } from "./subjects.ts";

/** Seconds: vendors call a change done when nearly all of their servers have it. */
const patience = 120;
const pauseMs = 1000;
/** Questions that are under way at a time. */
const width = 16;

/** What wasn't seen, as diagnostics. Answers and TTLs are looked at; weights are `verify`'s to test. */
export async function awaitAuthoritative(
  context: Context,
  plans: readonly PreparedFile[],
  places: KnownPlaces,
  longest: number = patience,
): Promise<readonly Diagnostic[]> {
  const wanted: Wanted = { servers: null, health: "reported", down: new Set(), places, via: "dns" };
  const diagnostics: Diagnostic[] = [];
  for (const plan of plans) {
    try {
      diagnostics.push(...(await awaitPlan(context, plan, wanted, longest)));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      diagnostics.push(error.diagnostic);
    }
  }
  return diagnostics;
}

async function awaitPlan(
  context: Context,
  { file, prepared: { plan, policy, records, target, connection } }: PreparedFile,
  wanted: Wanted,
  longest: number,
): Promise<readonly Diagnostic[]> {
  const { signal } = context;
  const changed = new Set(plan.names.flatMap(({ name, changes }) => (changes.length > 0 ? [name] : [])));
  const chosen = records.filter(({ record }) => changed.has(record.name));
  if (chosen.length === 0) return [];
  const servers = await serversOf(connection);
  const live = await findLive(policy, records, target, connection);
  const { names } = await planInquiries({ file, policy, target, servers, live, records: chosen }, wanted);
  const warnings = names.flatMap(({ steered: { record }, state, appliedAt, unasked }) => {
    const asked = { ...record, state, appliedAt, unasked, verdicts: [] };
    return diagnoseName(asked, record.origin, 0, clock.now());
  });
  const { zone } = policy;
  const asker = await openAsker(servers, {
    clock,
    signal,
    random: Math.random,
    rate: usualRate,
    patienceMs: usualPatienceMs,
  });
  const progress = showProgress(context);
  const started = clock.now();
  try {
    let missing = names.flatMap(({ cells }) => cells);
    let unseen: readonly string[] = [];
    while (missing.length > 0 && !signal.aborted) {
      const found = await lookOnce(missing, asker, servers.length, signal);
      if (found === null)
        return signal.aborted ? warnings : [...warnings, diagnoseUnreachable(zone, servers)];
      ({ missing, unseen } = found);
      const seconds = (clock.now() - started) / 1000;
      if (missing.length === 0) break;
      if (seconds >= longest) {
        const args = { zone, seconds: Math.round(seconds), unseen };
        return [...warnings, ...diagnoseSilent(zone, asker.silent()), diagnose("answers-unseen", args, null)];
      }
      progress.step({ kind: "waiting", title: `the name servers of ${zone}`, seconds });
      await clock.sleep(pauseMs, signal);
    }
    if (!signal.aborted && !hasErrors(warnings)) {
      const seen = names.some(({ cells }) => cells.length > 0);
      if (seen) progress.step({ kind: "done", title: `the name servers of ${zone} answer it` });
    }
    return [...warnings, ...diagnoseSilent(zone, asker.silent())];
  } finally {
    progress.end();
    asker.close();
  }
}

/** Asks each server once about each of these. Null: none answers. */
async function lookOnce(
  cells: readonly Cell[],
  asker: Asker,
  servers: number,
  signal: AbortSignal,
): Promise<{ readonly missing: Cell[]; readonly unseen: readonly string[] } | null> {
  const planned = cells.map((cell) => ({ cell, queries: servers }));
  const observed = await observe(planned, asker, { signal, width, onProgress() {} });
  if (observed === null) return null;
  // So few replies say nothing of shares.
  const each = { ...usualCertainty, falseAlarm: 0 };
  const missing: Cell[] = [];
  const unseen: string[] = [];
  for (const one of observed) {
    const differences = judge(one, each).differences.filter(
      ({ kind }) => kind === "unexpected" || kind === "ttl",
    );
    const isWhole = one.total === servers;
    if (differences.length === 0 && isWhole) continue;
    const { cell } = one;
    missing.push(cell);
    const came = [
      ...one.came.map((each) => `${nameAnswer(each)} from ${each.servers.join(", ")}`),
      ...(isWhole ? [] : [`no whole answer from ${[...one.withoutTcp].join(", ")}`]),
    ];
    unseen.push(`${cell.asked} ${cell.type} as ${addressText(cell)}: ${came.join("; ")}`);
  }
  return { missing, unseen };
}
