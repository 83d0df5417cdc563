import { isList, isMapping } from "./written.ts";

const plain = /^[A-Za-z/_][\w./-]*(?: [\w./-]+)*$/;
const numeric = /^\d+(?:\.\d+){3}$|^\d+[smh]$/;
const meaningful = /^(?:true|false|null)$/i;

/** A value as YAML on one line, as one would write it by hand. */
export function renderFlow(value: unknown): string {
  if (typeof value === "string") {
    const bare = (plain.test(value) || numeric.test(value)) && !meaningful.test(value);
    return bare ? value : JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(renderFlow).join(", ")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${renderFlow(key)}: ${renderFlow(inner)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return String(value);
}

/** A value in a sentence: short, and with quotes where it is text. */
export function renderActual(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (isList(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isMapping(value)) return "a mapping";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
