import { resolveFrom } from "./from.ts";
import type { Groups } from "./groups.ts";
import type { Report } from "./names.ts";
import type { OwnPrices, Traffic } from "./settings.ts";
import { originOf, readItems, readKey, readNumber, readText, type Written } from "./written.ts";
import type { WrittenLookup } from "./written-place.ts";

/** Reads what a policy says of its traffic; null when it says nothing. */
export function resolveTraffic(
  section: Written | null,
  { groups, report, places }: { groups: Groups; report: Report; places: (readonly WrittenLookup[])[] },
): Traffic | null {
  if (section === null) return null;
  const mix = readItems(readKey(section, "mix")).flatMap((item) => {
    const written = readKey(item, "from");
    const share = readNumber(readKey(item, "share"));
    if (written === null || share === null) return [];
    return [{ from: resolveFrom(written, groups, report), share, origin: originOf(item) }];
  });
  // Whoever is named twice would be counted twice.
  places.push(mix.flatMap(({ from }) => from));
  return {
    queriesPerSecond: readNumber(readKey(section, "queriesPerSecond")),
    mix,
    prices: resolvePrices(readKey(section, "prices")),
    origin: originOf(section, "key"),
  };
}

function resolvePrices(written: Written | null): OwnPrices | null {
  if (written === null) return null;
  return {
    currency: readText(readKey(written, "currency")),
    perMillionQueries: readNumber(readKey(written, "perMillionQueries")),
    perHealthCheck: readNumber(readKey(written, "perHealthCheck")),
    perHealthCheckOption: readNumber(readKey(written, "perHealthCheckOption")),
  };
}
