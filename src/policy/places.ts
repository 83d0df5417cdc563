/** Guesses at places that were written in another way. Which countries exist is the steering room's to say. */
import { renderFlow } from "./flow.ts";
import { isList } from "./written.ts";

const continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"];
const namedContinents: ReadonlyMap<string, string> = new Map([
  ["africa", "AF"],
  ["antarctica", "AN"],
  ["asia", "AS"],
  ["europe", "EU"],
  ["north america", "NA"],
  ["northamerica", "NA"],
  ["oceania", "OC"],
  ["australia", "OC"],
  ["south america", "SA"],
  ["southamerica", "SA"],
]);
const everyone = ["*", "any", "all", "default", "world", "global", "everywhere", "anywhere", "else"];

/** `from` as it was probably meant, as YAML. */
export function guessFrom(value: unknown): string {
  const codes = (isList(value) ? value : [value]).filter((code) => typeof code === "string");
  const groups = {
    continents: sift("continent"),
    countries: sift("country"),
    subdivisions: sift("subdivision"),
  };
  const given = Object.entries(groups).filter(([, members]) => members.length > 0);
  if (given.length > 0) return renderFlow(Object.fromEntries(given));
  return codes.length === 1 && everyone.includes((codes[0] ?? "").toLowerCase())
    ? "anywhere"
    : "{ continents: [EU] } or from: anywhere";

  function sift(sort: Sort): readonly string[] {
    return codes.flatMap((code) => {
      const found = judge(code);
      return found?.sort === sort ? [found.code] : [];
    });
  }
}

/** What a text in a list of continents was probably meant to be, as YAML. */
export function guessPlace(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const found = judge(value);
  if (found === null) return everyone.includes(value.toLowerCase()) ? "from: anywhere" : null;
  if (found.sort === "continent") return found.code;
  return found.sort === "country" ? `countries: [${found.code}]` : `subdivisions: [${found.code}]`;
}

/** What a text in a list of countries or subdivisions was probably meant to be. */
export function guessCountry(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(text) || /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text)) {
    return text.length === 2 ? text : `subdivisions: [${text}]`;
  }
  const continent = namedContinents.get(value.trim().toLowerCase());
  if (continent !== undefined) return `continents: [${continent}]`;
  return everyone.includes(value.toLowerCase()) ? "from: anywhere" : null;
}

type Sort = "continent" | "country" | "subdivision";

function judge(text: string): { readonly sort: Sort; readonly code: string } | null {
  const named = namedContinents.get(text.trim().toLowerCase());
  if (named !== undefined) return { sort: "continent", code: named };
  const code = text.trim().toUpperCase();
  if (continents.includes(code)) return { sort: "continent", code };
  if (/^[A-Z]{2}$/.test(code)) return { sort: "country", code };
  return /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) ? { sort: "subdivision", code } : null;
}
