import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import { guessDuration } from "./duration.ts";
import { renderActual, renderFlow } from "./flow.ts";
import { guessName } from "./guess-name.ts";
import { guessCountry, guessFrom, guessPlace } from "./places.ts";
import type { Expectation } from "./schema.ts";
import { isList, originOf, type Written } from "./written.ts";

/** What is wrong with a value that is not a mapping, or should not be one. */
export function explainValue(
  written: Written,
  segments: readonly string[],
  expected: Expectation,
  keywords: ReadonlySet<string>,
): Diagnostic {
  const { value } = written;
  const key = nameOf(segments);
  const at = originOf(written);
  const { example, exact } = exampleFor(key, value, expected);
  if (value === null) {
    const glued = /^(\S+)\s+(\d+)$/.exec(key);
    if (expected.concept === "weight" && glued !== null) {
      const words = { line: key, instead: `${glued[1]}: ${glued[2]}` };
      return diagnose("yaml-missing-colon", words, originOf(written, "key"));
    }
    return diagnose("empty-value", { key, wanted: expected.title, example }, originOf(written, "key"));
  }
  if (isList(value)) {
    const { least, most } = expected;
    if ((keywords.has("minItems") || keywords.has("maxItems")) && least !== null) {
      return diagnose(
        "group-size",
        { group: key, count: value.length, least, most },
        originOf(written, "key"),
      );
    }
    if (keywords.has("uniqueItems")) {
      const seen = new Set<unknown>();
      const twice = value.find((item) => seen.size === seen.add(item).size);
      return diagnose("item-twice", { text: renderActual(twice) }, at);
    }
  }
  switch (expected.concept) {
    case "version":
      return diagnose("wrong-version", { actual: renderActual(value) }, at);
    case "duration":
    case "ttl": {
      const guess = guessDuration(value);
      const instead = guess === null ? null : `${key}: ${guess}`;
      return diagnose("bad-duration", { key, text: renderActual(value), instead }, at);
    }
    case "weight":
      return diagnose("bad-weight", { text: renderActual(value), instead: guessWeight(value) }, at);
    case "from":
      return diagnose("bad-from", { text: renderActual(value), instead: guessFrom(value) }, at);
    case "name":
      if (typeof value !== "string") break;
      return diagnose("bad-name", { name: value, instead: guessName(value) }, at);
    case "path":
      if (typeof value !== "string") break;
      return diagnose("bad-path", { path: value, instead: guessPath(value) }, at);
    case "continent":
      return diagnose(
        "bad-place",
        { sort: "continent", text: renderActual(value), instead: guessPlace(value) },
        at,
      );
    case "country":
      return diagnose(
        "bad-place",
        { sort: "country", text: renderActual(value), instead: guessCountry(value) },
        at,
      );
    case "subdivision":
      return diagnose(
        "bad-place",
        { sort: "subdivision", text: renderActual(value), instead: guessCountry(value) },
        at,
      );
    default:
      break;
  }
  return diagnose(
    "wrong-value",
    { key, wanted: expected.title, actual: renderActual(value), example, exact },
    at,
  );
}

/** The last name on the way: an index says nothing to a reader. */
function nameOf(segments: readonly string[]): string {
  return segments.findLast((segment) => !/^\d+$/.test(segment)) ?? "";
}

function exampleFor(
  key: string,
  value: unknown,
  expected: Expectation,
): { readonly example: string | null; readonly exact: boolean } {
  const say = (example: unknown, exact: boolean) => ({
    example: `${renderFlow(key)}: ${renderFlow(example)}`,
    exact,
  });
  if (expected.wantsList && (typeof value === "string" || typeof value === "number"))
    return say([value], true);
  if (expected.wantsNumber && typeof value === "string" && /^\d{1,9}$/.test(value))
    return say(Number(value), true);
  if (expected.concept === "percent" && typeof value === "string" && /^\d{1,3}(?:\.\d+)?\s*%$/.test(value))
    return say(Number.parseFloat(value), true);
  const near = typeof value === "string" ? suggest(value, expected.options) : null;
  if (near !== null) return say(near, true);
  return expected.example === null ? { example: null, exact: false } : say(expected.example, false);
}

function guessWeight(value: unknown): string | null {
  const number = typeof value === "string" ? Number(value.replace("%", "").trim()) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || number < 0) return null;
  if (Number.isInteger(number)) return String(number);
  return number < 1 ? `${Math.round(number * 100)}, and the other members' weights as hundredths too` : null;
}

function guessPath(value: string): string | null {
  const trimmed = value.trim();
  if (/\s/.test(trimmed) || trimmed === "") return null;
  const path = /^https?:\/\/[^/]*(\/.*)?$/.exec(trimmed);
  if (path !== null) return path[1] ?? "/";
  return trimmed.startsWith("/") ? null : `/${trimmed}`;
}
