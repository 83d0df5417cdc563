/**
 * The places that a policy can tell apart: one frozen table, Route 53's own, so that a continent means the
 * same countries at every vendor. It differs from the United Nations' lists: TR and CY are in Europe, GE, AM
 * and AZ in Asia. Source: Route 53 Developer Guide, "Geolocation routing"; ListGeoLocations.
 */

export const continentCodes = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"] as const;
export type ContinentCode = (typeof continentCodes)[number];

const countriesByContinent: Readonly<Record<ContinentCode, string>> = {
  AF:
    "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA " +
    "NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
  AN: "AQ GS TF",
  AS:
    "AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP " +
    "OM PH PK PS QA SA SG SY TH TJ TM TW UZ VN YE",
  EU:
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD " +
    "ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK",
  NA:
    "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX " +
    "TC TT US VC VG VI",
  OC: "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
  SA: "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
};

/** USPS codes. Territories (PR, GU, VI, AS, MP, UM) are countries; no other country has subdivisions here. */
const statesOfTheUnion =
  "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH " +
  "OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY";

const continentByCountry: ReadonlyMap<string, ContinentCode> = new Map(
  continentCodes.flatMap((continent) =>
    countriesByContinent[continent]
      .split(" ")
      .map((country): [string, ContinentCode] => [country, continent]),
  ),
);
const states: ReadonlySet<string> = new Set(statesOfTheUnion.split(" "));

/** Something that a geolocation branch can be for. */
export type Location =
  | { readonly kind: "continent"; readonly continent: ContinentCode }
  | { readonly kind: "country"; readonly country: string }
  | { readonly kind: "subdivision"; readonly country: string; readonly subdivision: string }
  | { readonly kind: "anywhere" };

/** Where a client is taken to be; null where nobody knows. */
export interface ClientPlace {
  readonly continent: ContinentCode | null;
  readonly country: string | null;
  readonly subdivision: string | null;
}

export const anywhere: Location = { kind: "anywhere" };

/** All countries of the table, in no promised order. */
export const countryCodes: readonly string[] = [...continentByCountry.keys()];
/** The countries of a continent. */
export function countriesOf(continent: ContinentCode): readonly string[] {
  return countriesByContinent[continent].split(" ");
}

/** The continent of a country, null when the table doesn't know it (BV, CX, EH and HM are unsupported). */
export function continentOf(country: string): ContinentCode | null {
  return continentByCountry.get(country) ?? null;
}

export function isContinentCode(code: string): code is ContinentCode {
  return continentCodes.some((known) => known === code);
}

export function isStateCode(code: string): boolean {
  return states.has(code);
}

/** Short stable text: "EU", "DE" or "US-CA" are told apart by a prefix, since NA is a continent and a country. */
export function locationKey(location: Location): string {
  switch (location.kind) {
    case "continent":
      return `continent:${location.continent}`;
    case "country":
      return `country:${location.country}`;
    case "subdivision":
      return `subdivision:${location.country}-${location.subdivision}`;
    case "anywhere":
      return "anywhere";
  }
}

/** The places that hold this client, the most specific first; `anywhere` is always the last. */
export function locationsOf(client: ClientPlace): readonly Location[] {
  const held: Location[] = [];
  // A country outside the table is `anywhere`, whatever continent the client claims.
  if (client.country !== null && continentOf(client.country) === null) return [anywhere];
  if (client.country !== null && client.subdivision !== null) {
    held.push({ kind: "subdivision", country: client.country, subdivision: client.subdivision });
  }
  if (client.country !== null) held.push({ kind: "country", country: client.country });
  const continent = client.country === null ? client.continent : continentOf(client.country);
  if (continent !== null) held.push({ kind: "continent", continent });
  held.push(anywhere);
  return held;
}

/** A client about whom nothing is known but that it is in this place. */
export function clientAt(location: Location): ClientPlace {
  switch (location.kind) {
    case "continent":
      return { continent: location.continent, country: null, subdivision: null };
    case "country":
      return { continent: continentOf(location.country), country: location.country, subdivision: null };
    case "subdivision":
      return {
        continent: continentOf(location.country),
        country: location.country,
        subdivision: location.subdivision,
      };
    case "anywhere":
      return { continent: null, country: null, subdivision: null };
  }
}

let regionNames: Intl.DisplayNames | null = null;
/** Made on first use: the object costs more than most commands need to pay at start-up. */
function countryName(country: string): string {
  regionNames ??= new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  return regionNames.of(country) ?? country;
}

const continentNames: Readonly<Record<ContinentCode, string>> = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
};

/** A name for people: "Europe", "Germany", "US-CA", "anywhere". */
export function nameOf(location: Location): string {
  switch (location.kind) {
    case "continent":
      return continentNames[location.continent];
    case "country":
      return countryName(location.country);
    case "subdivision":
      return `${location.country}-${location.subdivision}`;
    case "anywhere":
      return "anywhere";
  }
}
