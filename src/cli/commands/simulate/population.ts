/** Who asks, from the options of `signpost simulate`. */

import { largestSeed } from "../../../proof/random.ts";
import type { Population } from "../../../proof/skew.ts";
import { UsageError } from "../../usage-error.ts";
import type { SimulateOptions } from "./question.ts";

const mostResolvers = 1_000_000;
const largestZipf = 3;
const usual = { zipf: 1, seed: 1 } as const;

/** Throws `UsageError` for what is no population. */
export function readPopulation(count: string, options: SimulateOptions): Population {
  const resolvers = /^\d{1,9}$/u.test(count) ? Number(count) : 0;
  if (resolvers < 1 || resolvers > mostResolvers) {
    throw new UsageError(`--resolvers ${count} is no number of resolvers: write 1 to 1000000`);
  }
  return {
    resolvers,
    zipf: readZipf(options.zipf),
    pinned: readPinned(options.pinned),
    seed: readSeed(options.seed),
  };
}

/** Throws `UsageError` for an option that has no meaning without the one that it goes with. */
export function refuseAlone({ zipf, seed, pinned, timeline }: SimulateOptions): void {
  if (zipf !== undefined) throw new UsageError("--zipf goes with --resolvers");
  if (seed !== undefined) throw new UsageError("--seed goes with --resolvers");
  if (pinned !== undefined && timeline === undefined) {
    throw new UsageError("--pinned goes with --resolvers or --timeline");
  }
}

/** The part of the clients that keep an address for good, 0 to 1. */
export function readPinned(text: string | undefined): number {
  if (text === undefined) return 0;
  const percent = /^\d{1,3}(?:\.\d{1,6})?%?$/u.test(text) ? Number(text.replace("%", "")) : -1;
  if (percent < 0 || percent > 100) throw new UsageError(`--pinned ${text} is no share: write 0% to 100%`);
  return percent / 100;
}

function readZipf(text: string | undefined): number {
  if (text === undefined) return usual.zipf;
  const zipf = /^\d(?:\.\d{1,6})?$/u.test(text) ? Number(text) : -1;
  if (zipf < 0 || zipf > largestZipf) {
    throw new UsageError(`--zipf ${text} is no exponent: write 0 (all resolvers alike) to ${largestZipf}`);
  }
  return zipf;
}

function readSeed(text: string | undefined): number {
  if (text === undefined) return usual.seed;
  const seed = /^\d{1,10}$/u.test(text) ? Number(text) : -1;
  if (seed < 0 || seed > largestSeed) {
    throw new UsageError(`--seed ${text} is no seed: write a whole number from 0 to ${largestSeed}`);
  }
  return seed;
}
