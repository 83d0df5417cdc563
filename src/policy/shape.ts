/** Mistakes in the shape of a target and of a weighted member, each as one diagnostic. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { suggest } from "../diagnostic/suggest.ts";
import { extendPointer } from "../source/pointer.ts";
import { renderActual, renderFlow } from "./flow.ts";
import type { Expectation } from "./schema.ts";
import { isList, isMapping, originOf, type Written } from "./written.ts";

/** What is wrong with something that should be an endpoint's name or a mapping with one way to choose. */
export function explainNode(written: Written, expected: Expectation): Diagnostic {
  const { value } = written;
  if (value === null) return diagnose("node-empty", {}, originOf(written, "key"));
  if (isList(value)) {
    const members = value.filter((item) => typeof item === "string");
    const example = members.length >= 2 && members.length <= 4 ? members : ["web-a", "web-b"];
    return diagnose("node-list", { example: renderFlow({ failover: example }) }, originOf(written));
  }
  if (!isMapping(value)) return diagnose("node-not-name", { text: renderActual(value) }, originOf(written));
  const keys = Object.keys(value);
  if (keys.length === 0) return diagnose("node-empty", {}, originOf(written, "key"));
  const kinds = keys.filter((key) => expected.keys.includes(key));
  const stranger = keys.find((key) => !expected.keys.includes(key));
  if (stranger === undefined) return diagnose("node-not-single", { kinds }, originOf(written));
  const weights = keys.every((key) => typeof value[key] === "number");
  const suggestion = weights ? renderFlow({ weighted: value }) : suggest(stranger, expected.keys);
  const args = { key: stranger, owner: "a target", known: expected.keys, suggestion };
  const pointer = extendPointer(written.pointer, stranger);
  return diagnose("unknown-key", args, { file: written.file, pointer, on: "key" });
}

/** What is wrong with a weighted member that is written in a short form that doesn't exist; else null. */
export function explainShare(written: Written): Diagnostic | null {
  const { value } = written;
  if (typeof value === "string") {
    const instead = renderFlow({ to: value, weight: 1 });
    return diagnose("bad-share", { text: renderFlow(value), instead }, originOf(written));
  }
  if (!isMapping(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || typeof entry[1] !== "number") return null;
  if (entry[0] === "weight") return null;
  const instead = renderFlow({ to: entry[0], weight: entry[1] });
  return diagnose("bad-share", { text: renderFlow(value), instead }, originOf(written));
}
