/**
 * What weights become in practice. DNS draws once for each resolver and TTL, not once for each client, so all clients
 * of a large resolver move together. A seeded Monte-Carlo over a population of resolvers says how far off that is.
 *
 * The model: resolver i of n has a part of all clients ∝ 1 / i^zipf (the first few are giants), and its clients look the
 * name up at random times (a Poisson process), 1,000 times a second over the whole population. It keeps an answer for
 * the TTL, or for what it is clamped to; the first lookup after that asks again, and draws by the configured shares,
 * whatever was drawn before. Its clients use what it was last told. Clients that pin an address got it one by one long
 * ago, so they are split as the answers were then.
 */
import { clamps, keepsFor } from "./clamps.ts";
import { randomNumbers } from "./random.ts";
import { type EndpointShare, endpointsIn, sharesAmong, type Told } from "./shares.ts";

/** Who asks. */
export interface Population {
  /** How many, at least 1. */
  readonly resolvers: number;
  /** How much larger the large ones are: 0 for all alike, 1 for the usual law of Zipf. */
  readonly zipf: number;
  /** The part of the clients that keep the first address that they were told, 0 to 1. */
  readonly pinned: number;
  readonly seed: number;
}

export interface SkewQuestion {
  readonly population: Population;
  /** Seconds. */
  readonly ttl: number;
  /** What is told, now. */
  readonly answers: readonly Told[];
  /** What was told when clients pinned what they pinned. */
  readonly pinnedTo: readonly Told[];
  /** Answers that resolvers may ask for in all: a bound of the time that this takes. */
  readonly budget: number;
}

/** Of shares between 0 and 1: 5, 50 and 95 of a hundred are not above. */
export interface Percentiles {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface EndpointSkew {
  /** Null: no answer. */
  readonly endpoint: string | null;
  readonly configured: number;
  /** The real load's share at an instant. */
  readonly instant: Percentiles;
  /** The real load's share over an hour. */
  readonly hour: Percentiles;
}

export interface Skew {
  readonly endpoints: readonly EndpointSkew[];
  /** An instant as only one in twenty is: so far from the configured shares. */
  readonly uneven: readonly EndpointShare[];
  /** Simulated hours, each with its own resolvers, and instants in all of them. */
  readonly hours: number;
  readonly instants: number;
}

const hour = 3600;
/** At which load is looked at, in each hour. */
const instantsAnHour = 12;
const lookupsPerSecond = 1000;
/** More would not make the percentiles of a thousand resolvers any clearer. */
const mostHours = 200;
const fewestHours = 8;

/** The part of all clients that each resolver has, the largest first; they add up to 1. */
export function loadsOf({ resolvers, zipf }: Pick<Population, "resolvers" | "zipf">): Float64Array {
  const loads = Float64Array.from({ length: resolvers }, (_, position) => (position + 1) ** -zipf);
  const total = loads.reduce((sum, load) => sum + load, 0);
  return loads.map((load) => load / total);
}

/** How far the real load of each endpoint is from its configured share. */
export function simulateSkew({ population, ttl, answers, pinnedTo, budget }: SkewQuestion): Skew {
  const endpoints = endpointsIn(answers, pinnedTo);
  const configured = sharesAmong(endpoints, answers);
  const pinned = sharesAmong(endpoints, pinnedTo);
  const loads = loadsOf(population);
  // Where everybody is told the same, nothing depends on who asks when.
  const hours = answers.length < 2 ? 1 : affordHours(loads, ttl, budget);
  const random = randomNumbers(population.seed);
  const runs = Array.from({ length: hours }, () => simulateHour(loads, ttl, answers, random));
  /** From the load of each answer to the load of each endpoint, those of pinned clients counted in. */
  const split = (load: readonly number[]): readonly EndpointShare[] => {
    const moving = sharesAmong(
      endpoints,
      answers.map((told, position) => ({ ...told, share: load[position] ?? 0 })),
    );
    return moving.map(({ endpoint, share }, position) => ({
      endpoint,
      share: population.pinned * (pinned[position]?.share ?? 0) + (1 - population.pinned) * share,
    }));
  };
  const instants = runs.flatMap((run) => run.instants.map(split));
  const averages = runs.map((run) => split(run.average));
  return {
    endpoints: configured.map(({ endpoint, share }, position) => ({
      endpoint,
      configured: share,
      instant: percentilesOf(instants.map((one) => one[position]?.share ?? 0)),
      hour: percentilesOf(averages.map((one) => one[position]?.share ?? 0)),
    })),
    uneven: findUneven(instants, configured),
    hours,
    instants: instants.length,
  };
}

/** So many hours that all resolvers together ask about as often as the budget allows. */
function affordHours(loads: Float64Array, ttl: number, budget: number): number {
  const asked = loads.reduce((sum, load) => sum + hour / (ttl + 1 / (load * lookupsPerSecond)), 0);
  const each = asked + loads.length * (1 + instantsAnHour);
  return Math.min(mostHours, Math.max(fewestHours, Math.floor(budget / each)));
}

interface Hour {
  /** At each instant the load of each answer; they add up to 1. */
  readonly instants: readonly (readonly number[])[];
  readonly average: readonly number[];
}

/** One hour of all resolvers, one after the other: they don't know of one another. */
function simulateHour(
  loads: Float64Array,
  ttl: number,
  answers: readonly Told[],
  random: () => number,
): Hour {
  const draw = drawer(answers, random);
  const instants = Array.from({ length: instantsAnHour }, () => new Float64Array(answers.length));
  const average = new Float64Array(answers.length);
  const step = hour / instantsAnHour;
  for (const load of loads) {
    const keeps = drawTtl(ttl, random());
    const pause = 1 / (load * lookupsPerSecond);
    let told = draw();
    let [from, instant] = [0, 0];
    // Anywhere in what it keeps, or already waiting for the next lookup: as a population is that never began.
    const fresh = random() * (keeps + pause) < keeps ? random() * keeps : 0;
    let until = fresh + wait(pause, random);
    for (;;) {
      const end = Math.min(until, hour);
      average[told] = (average[told] ?? 0) + (load * (end - from)) / hour;
      for (; instant < instantsAnHour && (instant + 0.5) * step < end; instant++) {
        const loaded = instants[instant];
        if (loaded !== undefined) loaded[told] = (loaded[told] ?? 0) + load;
      }
      if (end === hour) break;
      told = draw();
      from = end;
      until = end + keeps + wait(pause, random);
    }
  }
  return { instants: instants.map((one) => [...one]), average: [...average] };
}

/** Seconds until the next lookup, of which one comes in so many seconds on average. */
function wait(pause: number, random: () => number): number {
  return -Math.log(1 - random()) * pause;
}

/** Seconds for which the resolver keeps an answer that stands at this place among all, 0 to 1. */
function drawTtl(ttl: number, place: number): number {
  let below = 0;
  for (const clamp of clamps) {
    below += clamp.share;
    if (place < below) return keepsFor(ttl, clamp);
  }
  return ttl;
}

/** Draws one of the answers, by their shares; gives its position. */
function drawer(answers: readonly Told[], random: () => number): () => number {
  let sum = 0;
  const below = Float64Array.from(answers, ({ share }) => {
    sum += share;
    return sum;
  });
  const last = answers.length - 1;
  return () => {
    const drawn = random() * sum;
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (drawn < (below[middle] ?? sum)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** By nearest rank. */
function percentilesOf(shares: readonly number[]): Percentiles {
  const sorted = Float64Array.from(shares).sort();
  const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}

/** Of all instants, by how much of the load is elsewhere than configured, the one at the 95th percentile. */
function findUneven(
  instants: readonly (readonly EndpointShare[])[],
  configured: readonly EndpointShare[],
): readonly EndpointShare[] {
  const judged = instants.map((shares) => ({
    shares,
    elsewhere: shares.reduce(
      (sum, { share }, position) => sum + Math.abs(share - (configured[position]?.share ?? 0)),
      0,
    ),
  }));
  judged.sort((one, other) => one.elsewhere - other.elsewhere);
  return judged[Math.ceil(0.95 * judged.length) - 1]?.shares ?? configured;
}
