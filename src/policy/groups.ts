/** Groups of countries that a geolocation branch can name. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import { originOf, readItems, readText, type WrittenEntry } from "./written.ts";
import type { WrittenPlace } from "./written-place.ts";

/** The groups that a policy may name. */
export interface Groups {
  /** The countries of a group; undefined when there is no such group. */
  get(name: string): readonly string[] | undefined;
  keys(): Iterable<string>;
}

const eu27 = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

/**
 * The members of the European Union, and with Iceland, Liechtenstein and Norway the European Economic Area. The
 * continent Europe holds TR, RU, GB and CH too, so residency wants one of these.
 */
const builtIn: ReadonlyMap<string, readonly string[]> = new Map([
  ["EU27", eu27],
  ["EEA", [...eu27, "IS", "LI", "NO"]],
]);

export interface ResolvedGroups {
  readonly groups: Groups;
  /**
   * The countries of each declared group that nobody has asked for, so that they are looked up too: those of the
   * others are where the group is used.
   */
  readonly listUnused: () => readonly (readonly WrittenPlace[])[];
}

/** The built-in groups and those of the policy. A name that is built in keeps its meaning. */
export function resolveGroups(entries: readonly WrittenEntry[], report: Report): ResolvedGroups {
  const groups = new Map(builtIn);
  const unused = new Map<string, readonly WrittenPlace[]>();
  for (const { key, value } of entries) {
    const countries = readItems(value).flatMap((item): readonly WrittenPlace[] => {
      const code = readText(item);
      return code === null ? [] : [{ kind: "country", code, origin: originOf(item) }];
    });
    unused.set(key, countries);
    if (builtIn.has(key)) report(diagnose("group-built-in", { name: key }, originOf(value, "key")));
    else {
      groups.set(
        key,
        countries.map(({ code }) => code),
      );
    }
  }
  const get = (name: string) => {
    const countries = groups.get(name);
    if (!builtIn.has(name)) unused.delete(name);
    return countries;
  };
  return { groups: { get, keys: () => groups.keys() }, listUnused: () => [...unused.values()] };
}
