/** Which continents an endpoint is for. */
import { type ContinentCode, continentCodes, isContinentCode } from "../../steering/geography.ts";
import { accept, type FirstEndpoint, type Judged, reject } from "./answers.ts";

/** What people begin the names of their sites with. */
const prefixes: Readonly<Record<string, ContinentCode>> = {
  eu: "EU",
  europe: "EU",
  us: "NA",
  na: "NA",
  ca: "NA",
  sa: "SA",
  ap: "AS",
  as: "AS",
  asia: "AS",
  au: "OC",
  oc: "OC",
  af: "AF",
};

/** Guesses from the beginning of the name; null where it says nothing. */
export function guessContinent(name: string): ContinentCode | null {
  const [first = ""] = name.split("-");
  return Object.hasOwn(prefixes, first) ? (prefixes[first] ?? null) : null;
}

/** Guesses for all; whoever is left is for the rest of the world. */
export function guessServes(
  endpoints: readonly FirstEndpoint[],
): ReadonlyMap<string, readonly ContinentCode[]> {
  return new Map(
    endpoints.flatMap(({ name }): readonly [string, readonly ContinentCode[]][] => {
      const guessed = guessContinent(name);
      return guessed === null ? [] : [[name, [guessed]]];
    }),
  );
}

/** `eu-a=EU,AF`, several times. */
export function judgeServes(
  written: readonly string[],
  endpoints: readonly FirstEndpoint[],
): Judged<ReadonlyMap<string, readonly ContinentCode[]>> {
  const serves = new Map<string, readonly ContinentCode[]>();
  for (const one of written) {
    const [name = "", list = ""] = one.split("=").map((part) => part.trim());
    if (!endpoints.some((endpoint) => endpoint.name === name))
      return reject(`--serves ${one}: there is no endpoint ${name}`);
    if (serves.has(name)) return reject(`--serves ${one}: ${name} stands there twice`);
    const codes = list.split(",").map((code) => code.trim().toUpperCase());
    const continents = codes.filter(isContinentCode);
    if (continents.length < codes.length) {
      return reject(`--serves ${one}: a continent is one of ${continentCodes.join(", ")}`);
    }
    serves.set(name, [...new Set(continents)]);
  }
  return accept(serves);
}
