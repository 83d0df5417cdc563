/**
 * Where clients are while endpoints die and come back. Computed exactly, as an expected value: resolvers with steady
 * traffic ask again as soon as they may, and are anywhere in that when something changes. So at any instant their
 * answers are the provider's answers of the last TTL, each time in it alike.
 */
import { type Clamp, clamps, keepsFor } from "./clamps.ts";
import type { Since } from "./detection.ts";
import { type EndpointShare, endpointsIn, sharesAmong, type Told } from "./shares.ts";

export interface TimelineQuestion {
  /** Seconds. */
  readonly ttl: number;
  /** The part of the clients that keep the address that they had before it all began, 0 to 1. */
  readonly pinned: number;
  readonly dead: readonly Since[];
  readonly seen: readonly Since[];
  /** What the provider answers while it takes these endpoints for dead. */
  readonly ask: (seen: ReadonlySet<string>) => readonly Told[];
}

/** What the provider answers from a time on. */
export interface AnswerSince {
  readonly at: number;
  readonly shares: readonly EndpointShare[];
}

export interface Moment {
  /** Seconds. */
  readonly at: number;
  /** The part of the clients on a dead endpoint. */
  readonly dead: number;
  readonly shares: readonly EndpointShare[];
}

/** How long clients were on dead endpoints. */
export interface Loss {
  /** The largest part of them at once, and when that began. */
  readonly peak: number;
  readonly peakAt: number;
  /** When half of that peak was gone for the first time; null: not until the end. */
  readonly halfAt: number | null;
  /** From when on no client is on a dead endpoint; null: some stay for good. */
  readonly goneAt: number | null;
  /** Seconds that a client was on a dead endpoint, on average; null: there is no end to it. */
  readonly seconds: number | null;
}

export interface Timeline {
  /** Straight lines lead from one moment to the next; two moments at one time are a jump. */
  readonly series: readonly Moment[];
  /** When all of it has settled. */
  readonly end: number;
  readonly answers: readonly AnswerSince[];
  readonly loss: Loss;
  /** The same for resolvers that don't keep answers for the TTL, where that makes a difference. */
  readonly clamped: readonly { readonly clamp: Clamp; readonly keeps: number; readonly loss: Loss }[];
}

/** Follows the clients of one class. */
export function followClients(question: TimelineQuestion): Timeline {
  const told = question.seen.map(({ at, endpoints }) => ({ at, answers: question.ask(endpoints) }));
  const endpoints = endpointsIn(...told.map(({ answers }) => answers));
  const answers = told.map(({ at, answers: said }) => ({ at, shares: sharesAmong(endpoints, said) }));
  const { ttl, pinned, dead } = question;
  const follow = (keeps: number) => drawSeries(answers, dead, keeps, pinned);
  const series = follow(ttl);
  const others = clamps.filter((clamp) => keepsFor(ttl, clamp) !== ttl);
  return {
    series,
    end: series.at(-1)?.at ?? 0,
    answers,
    loss: judgeLoss(series),
    clamped: others.map((clamp) => {
      const keeps = keepsFor(ttl, clamp);
      return { clamp, keeps, loss: judgeLoss(follow(keeps)) };
    }),
  };
}

/** Every moment at which a line bends or jumps, from 0 on. */
function drawSeries(
  answers: readonly AnswerSince[],
  dead: readonly Since[],
  keeps: number,
  pinned: number,
): readonly Moment[] {
  const deaths = dead.flatMap(({ at }) => (at > 0 ? [at] : []));
  const changes = answers.flatMap(({ at }) => (at > Number.NEGATIVE_INFINITY ? [at, at + keeps] : []));
  const bends = [...new Set([0, ...deaths, ...changes])].sort((one, other) => one - other);
  return bends.flatMap((at) => {
    const shares = mixShares(answers, at, keeps, pinned);
    const after = { at, dead: deadShare(shares, deadAt(dead, at)), shares };
    // With nothing kept at all, a new answer is a jump too.
    const sharesBefore = keeps === 0 ? mixShares(answers, justBefore(at), keeps, pinned) : shares;
    const before = { at, dead: deadShare(sharesBefore, deadAt(dead, justBefore(at))), shares: sharesBefore };
    const jumps = at > 0 && JSON.stringify(before) !== JSON.stringify(after);
    return jumps ? [before, after] : [after];
  });
}

/** Nothing happens between this time and the one that was given: those are whole seconds. */
function justBefore(at: number): number {
  return at - 1e-6;
}

/** What the clients have at a time: what resolvers were told within the last while, and what is pinned. */
function mixShares(
  answers: readonly AnswerSince[],
  at: number,
  keeps: number,
  pinned: number,
): readonly EndpointShare[] {
  const parts = answers.map(({ at: from, shares }, position) => {
    const to = answers[position + 1]?.at ?? Number.POSITIVE_INFINITY;
    const within = Math.min(to, at) - Math.max(from, at - keeps);
    const isNow = from <= at && at < to;
    const moving = keeps === 0 ? (isNow ? 1 : 0) : Math.max(0, within) / keeps;
    return { shares, part: (1 - pinned) * moving + (position === 0 ? pinned : 0) };
  });
  const [first] = answers;
  return (first?.shares ?? []).map(({ endpoint }, position) => ({
    endpoint,
    share: clean(parts.reduce((sum, { shares, part }) => sum + part * (shares[position]?.share ?? 0), 0)),
  }));
}

function deadAt(dead: readonly Since[], time: number): ReadonlySet<string> {
  return dead.findLast(({ at }) => at <= time)?.endpoints ?? new Set();
}

function deadShare(shares: readonly EndpointShare[], dead: ReadonlySet<string>): number {
  return clean(
    shares.reduce(
      (sum, { endpoint, share }) => sum + (endpoint !== null && dead.has(endpoint) ? share : 0),
      0,
    ),
  );
}

/** Without the last digits of a sum, which depend on its order. */
function clean(share: number): number {
  return Number(share.toFixed(9));
}

function judgeLoss(series: readonly Moment[]): Loss {
  const peak = Math.max(...series.map(({ dead }) => dead));
  const top = series.findIndex(({ dead }) => dead === peak);
  const lastDead = series.findLastIndex(({ dead }) => dead > 0);
  const goneAt = series[lastDead + 1]?.at ?? null;
  return {
    peak,
    peakAt: series[top]?.at ?? 0,
    halfAt: peak === 0 ? null : findHalf(series.slice(top), peak / 2),
    goneAt,
    seconds: goneAt === null ? null : clean(addUp(series)),
  };
}

/** The area below the line of dead clients. */
function addUp(series: readonly Moment[]): number {
  return series.reduce((sum, { at, dead }, position) => {
    const next = series[position + 1];
    return next === undefined ? sum : sum + ((dead + next.dead) / 2) * (next.at - at);
  }, 0);
}

/** Where a line that falls from a peak first meets this height. */
function findHalf(falling: readonly Moment[], half: number): number | null {
  for (const [position, { at, dead }] of falling.entries()) {
    if (dead > half) continue;
    const before = falling[position - 1];
    if (before === undefined || before.dead === dead) return at;
    return clean(before.at + ((at - before.at) * (before.dead - half)) / (before.dead - dead));
  }
  return null;
}
