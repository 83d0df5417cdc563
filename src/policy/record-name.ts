import { diagnose } from "../diagnostic/diagnose.ts";
import type { Pointed } from "../diagnostic/diagnostic.ts";
import { isDomainName, readDomainName } from "./domain.ts";
import { renderFlow } from "./flow.ts";
import type { Report } from "./names.ts";
import type { DomainName } from "./policy.ts";

const rules = { what: "record name", wildcard: true };

/**
 * The full name of a record; null after a mistake was reported.
 *
 * @param written - as in the file: "www", "@", "*.app"
 * @param zone - null where the zone itself can't be read: then only the label is looked at
 */
export function resolveRecordName(
  written: string,
  zone: DomainName | null,
  at: Pointed,
  report: Report,
): DomainName | null {
  if (written === "@") return zone;
  const repeated = zone === null ? null : findZone(written.toLowerCase(), zone);
  if (zone !== null && repeated !== null) {
    const instead = renderFlow(repeated === "" ? "@" : repeated);
    const dotted = written.endsWith(".");
    report(
      dotted
        ? diagnose("record-trailing-dot", { label: written, instead }, at)
        : diagnose("record-repeats-zone", { label: written, full: `${written}.${zone}`, instead }, at),
    );
    return null;
  }
  if (written.endsWith(".") && written.length > 1) {
    const relative = written.replace(/\.+$/, "");
    report(
      relative.includes(".") && zone !== null
        ? diagnose("record-outside-zone", { label: written, zone }, at)
        : diagnose("record-trailing-dot", { label: written, instead: renderFlow(relative) }, at),
    );
    return null;
  }
  const label = readDomainName(written, rules, at, report);
  if (label === null || zone === null) return null;
  if (label.split(".").some((part) => part.startsWith("_signpost"))) {
    report(diagnose("record-reserved", { label: written }, at));
    return null;
  }
  const name = `${label}.${zone}`;
  if (isDomainName(name)) return name;
  report(diagnose("name-too-long", { length: name.length }, at));
  return null;
}

/** What stands in front of the zone's name when the text has it, with or without a dot at the end. */
function findZone(text: string, zone: DomainName): string | null {
  const bare = text.endsWith(".") ? text.slice(0, -1) : text;
  if (bare === zone) return "";
  return bare.endsWith(`.${zone}`) ? bare.slice(0, -zone.length - 1) : null;
}
