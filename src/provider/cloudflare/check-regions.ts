/** The regions that monitors probe from. Always said: left out, it means every data centre, which Enterprise alone may. */
import type { CloudflareSettings } from "../../policy/policy.ts";

/** Every plan may choose regions (Cloudflare docs, "Health monitor regions"). Sorted, as all of them. */
const everyRegion = [
  "EEU",
  "ENAM",
  "ME",
  "NAF",
  "NEAS",
  "NSAM",
  "OC",
  "SAF",
  "SAS",
  "SEAS",
  "SSAM",
  "WEU",
  "WNAM",
];

/** An endpoint is what most regions find it to be: of three, one may have trouble of its own. */
const usualRegions = ["ENAM", "SEAS", "WEU"];

/** As the policy says; else few, but all of them for what is chosen by latency, which is measured region by region. */
export function chooseRegions({ checkRegions }: CloudflareSettings, steering: string): readonly string[] {
  return checkRegions ?? (steering === "dynamic_latency" ? everyRegion : usualRegions);
}

/** Regions that a list leaves out. */
export function regionsMissingFrom(regions: readonly string[]): readonly string[] {
  return regions.includes("ALL_REGIONS") ? [] : everyRegion.filter((region) => !regions.includes(region));
}
