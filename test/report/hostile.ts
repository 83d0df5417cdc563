/** A report in which everything that comes from a policy or a vendor is made to break out of where it stands. */
import type { Report } from "../../src/report/report.ts";

export const payloads = [
  "@everyone @org/team",
  "x --> <!-- y --!> z",
  "` `` ``` ```` ~~~",
  "::error file=a::b",
  "a\n::warning::b\r\n::stop-commands::c",
  "##[error]x ##vso[task.setvariable]y",
  "\u001b[31mred\u001b[0m \u009b2J",
  "\u202eevil\u202c \u2066x\u2069 \u200b",
  "a | b \\| c | d",
  "</details></summary><details open>",
  "<img src=x onerror=alert(1)> <script>x</script>",
  "[click](https://evil.example) ![p](https://evil.example/p.png)",
  "#1 GH-2 org/repo#3 https://evil.example www.evil.example mail@evil.example",
  "**bold** __under__ ~~gone~~ *a* _b_ $x^2$ :tada:",
  "# heading\n- list\n> quote\n\n```\ncode\n```\n| a |\n|---|",
  "%0A::error::x %25",
  "&lt;b&gt; &#64;someone &amp;",
  "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
  "\\",
  "{ a: `b` }",
] as const;

/** Words of ours, which formats act on; and what commands, not outsiders, make. */
const ours = new Set([
  ...["format", "command", "severity", "status", "standing", "action", "writes", "checked", "asOf"],
]);

/** Equal texts stay equal, and different ones different. */
export function makeHostile(report: Report, payload: string): Report {
  const known = new Map<string, string>();
  const poison = (text: string): string => {
    const made = known.get(text) ?? `${payload} ${known.size}`;
    known.set(text, made);
    return made;
  };
  const visit = (value: unknown, key: string): unknown => {
    // Markers are left out of the lines.
    if (ours.has(key) || value === "marker") return value;
    if (typeof value === "string") return poison(value);
    if (Array.isArray(value)) return value.map((item) => visit(item, ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name)]));
  };
  const hostile: Report = JSON.parse(JSON.stringify(visit(report, "")));
  return hostile;
}
