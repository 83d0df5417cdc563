/** Groups of countries that a geolocation branch can name. */
import { readItems, readText, type WrittenEntry } from "./written.ts";

/** Countries by the name of their group. */
export type Groups = ReadonlyMap<string, readonly string[]>;

const eu27 = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

/**
 * The members of the European Union, and with Iceland, Liechtenstein and Norway the European Economic Area. The
 * continent Europe holds TR, RU, GB and CH too, so residency wants one of these.
 */
const builtIn: Groups = new Map([
  ["EU27", eu27],
  ["EEA", [...eu27, "IS", "LI", "NO"]],
]);

/** The built-in groups and those of the policy. */
export function resolveGroups(entries: readonly WrittenEntry[]): Groups {
  const groups = new Map(builtIn);
  for (const { key, value } of entries) {
    groups.set(
      key,
      readItems(value).flatMap((item) => readText(item) ?? []),
    );
  }
  return groups;
}
