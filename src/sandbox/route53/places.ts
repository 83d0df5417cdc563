/** The closed lists of places that Route 53 knows (type documentation of the API; Developer Guide, geolocation). */

import { stateNames } from "./state-names.ts";

export const continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"] as const;

export type Continent = (typeof continents)[number];

/** Countries by the continent that Route 53 counts them to: TR and CY are in Europe, GE, AM and AZ in Asia. */
const countriesByContinent: Readonly<Record<Continent, string>> = {
  AF: `AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE
   NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW`,
  AN: "AQ GS TF",
  AS: `AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM
   PH PK PS QA SA SG SY TH TJ TM TW UZ VN YE`,
  EU: `AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME
   MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK`,
  NA: `AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC
   TT US VC VG VI`,
  OC: "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
  SA: "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
};

const continentByCountry: ReadonlyMap<string, Continent> = new Map(
  continents.flatMap((continent) =>
    countriesByContinent[continent].split(/\s+/).map((country): [string, Continent] => [country, continent]),
  ),
);

/** Countries that a record set can name: ISO 3166 and XK, without BV, CX, EH and HM. */
export const countries: ReadonlySet<string> = new Set(continentByCountry.keys());

/** The continent of a country, null for one that Route 53 has no location for. */
export function continentOf(country: string): Continent | null {
  return continentByCountry.get(country) ?? null;
}

/** States of the United States, and its capital. Territories are countries here. */
export const states: ReadonlySet<string> = new Set(stateNames.keys());

/** Regions that a latency record set can name. */
export const awsRegions = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-central-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "eu-north-1",
  "sa-east-1",
  "cn-north-1",
  "cn-northwest-1",
  "ap-east-1",
  "me-south-1",
  "me-central-1",
  "ap-south-1",
  "ap-south-2",
  "af-south-1",
  "eu-south-1",
  "eu-south-2",
  "ap-southeast-4",
  "il-central-1",
  "ca-west-1",
  "ap-southeast-5",
  "mx-central-1",
  "ap-southeast-7",
  "us-gov-east-1",
  "us-gov-west-1",
  "ap-east-2",
  "ap-southeast-6",
  "eusc-de-east-1",
] as const;

/** Regions from which health checks look at an endpoint. */
export const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;
