/** How a policy is judged: the severity of rules, and what is waived until a day. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Report } from "./names.ts";
import type { LintLevel, Waiver } from "./settings.ts";
import { originOf, readEntries, readItems, readKey, readText, type Written } from "./written.ts";

const knownKeys = new Set(["rule", "guard", "target", "until", "reason"]);
const levels = ["off", "warning", "error"] as const;

/** Reads the severities. Which rules there are is told where they are known. */
export function resolveLint(section: Written | null): ReadonlyMap<string, LintLevel> {
  return new Map(
    readEntries(section).flatMap(({ key, value }) => {
      const level = levels.find((known) => known === value.value);
      return level === undefined ? [] : [[key, level] as const];
    }),
  );
}

/** Reads the waivers. Those with a mistake are left out of the result. */
export function resolveWaivers(section: Written | null, report: Report): readonly Waiver[] {
  return readItems(section).flatMap((item) => {
    const rule = readText(readKey(item, "rule"));
    const guard = readText(readKey(item, "guard"));
    const code = rule ?? guard;
    // One whose word is misspelt was told by the schema.
    if (code === null && readEntries(item).some(({ key }) => !knownKeys.has(key))) return [];
    if (code === null || (rule !== null && guard !== null)) {
      report(diagnose("waiver-not-single", { both: code !== null }, originOf(item)));
      return [];
    }
    const target = readText(readKey(item, "target"));
    const until = readDate(readKey(item, "until"), report);
    const reason = readText(readKey(item, "reason"));
    if (target === null || until === null || reason === null) return [];
    return [
      {
        kind: rule === null ? "guard" : "rule",
        code,
        target,
        until,
        reason,
        origin: originOf(item),
      } as const,
    ];
  });
}

/** A day that the calendar has. What doesn't look like one was told by the schema. */
function readDate(written: Written | null, report: Report): string | null {
  const text = readText(written);
  if (written === null || text === null || !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  report(diagnose("bad-date", { text }, originOf(written)));
  return null;
}
