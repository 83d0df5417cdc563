import { diagnose } from "../diagnostic/diagnose.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { Groups } from "./groups.ts";
import type { Report } from "./names.ts";
import { originOf, readItems, readKey, readText, type Written } from "./written.ts";
import type { WrittenPlace } from "./written-place.ts";

const lists = [
  { key: "subdivisions", kind: "subdivision" },
  { key: "countries", kind: "country" },
  { key: "continents", kind: "continent" },
] as const;

/** Groups that a mistake is compared with, and that are listed. */
const mostNamed = 50;

/** The places of a branch, as written; a group stands for its countries. */
export function resolveFrom(written: Written, groups: Groups, report: Report): readonly WrittenPlace[] {
  if (written.value === "anywhere")
    return [{ kind: "anywhere", code: "anywhere", origin: originOf(written) }];
  const places = lists.flatMap(({ key, kind }) =>
    readItems(readKey(written, key)).flatMap((item) => {
      const code = readText(item);
      return code === null ? [] : [{ kind, code, origin: originOf(item) }];
    }),
  );
  return [...places, ...resolveGroupsNamed(written, groups, report)];
}

function resolveGroupsNamed(written: Written, groups: Groups, report: Report): readonly WrittenPlace[] {
  return readItems(readKey(written, "groups")).flatMap((item): readonly WrittenPlace[] => {
    const name = readText(item);
    if (name === null) return [];
    const origin = originOf(item);
    const countries = groups.get(name);
    if (countries === undefined) {
      const known = firstOf(groups.keys(), mostNamed);
      report(diagnose("unknown-group", { name, known, suggestion: suggest(name, known) }, origin));
      return [];
    }
    return countries.map((code) => ({ kind: "country", code, origin }));
  });
}

function firstOf(names: Iterable<string>, most: number): readonly string[] {
  const first: string[] = [];
  for (const name of names) {
    if (first.length === most) break;
    first.push(name);
  }
  return first;
}
