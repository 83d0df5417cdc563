import type { ArgsOf } from "../diagnostic/catalogue.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Pointed } from "../diagnostic/diagnostic.ts";
import type { Report } from "./names.ts";
import type { DomainName } from "./policy.ts";

type Problem = ArgsOf<"bad-domain-name">["problem"];

/** What is being named: the words are the user's. */
export interface NameRules {
  readonly what: string;
  readonly wildcard: boolean;
}

const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;

/** RFC 1035, 2.3.4: 63 bytes a label, 255 a name on the wire, which is 253 characters of text. */
const longestLabel = 63;
const longestName = 253;

/** Tells whether the text is a whole domain name in its canonical form. */
export function isDomainName(text: string): text is DomainName {
  return text.length <= longestName && text.split(".").every((part, index) => isLabel(part, index === 0));
}

function isLabel(part: string, first: boolean): boolean {
  return part.length <= longestLabel && (label.test(part) || (first && part === "*"));
}

/**
 * Reads a name, whole or relative, into small letters.
 *
 * @returns null after a mistake was reported
 */
export function readDomainName(text: string, rules: NameRules, at: Pointed, report: Report): string | null {
  const name = text.toLowerCase();
  const found = findProblem(name, rules);
  if (found !== null) {
    report(diagnose("bad-domain-name", { what: rules.what, text, ...found }, at));
    return null;
  }
  const long = name.split(".").find((part) => part.length > longestLabel);
  if (long !== undefined) {
    report(diagnose("label-too-long", { label: long, length: long.length }, at));
    return null;
  }
  if (name.length > longestName) {
    report(diagnose("name-too-long", { length: name.length }, at));
    return null;
  }
  return name;
}

function findProblem(
  name: string,
  rules: NameRules,
): { readonly problem: Problem; readonly instead: string | null } | null {
  if (name === "") return { problem: "empty", instead: null };
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:]+)/.exec(name)?.[1];
  if (host !== undefined) return { problem: "url", instead: host };
  const bare = /^([^:]+):\d+$/.exec(name)?.[1];
  if (bare !== undefined) return { problem: "port", instead: bare };
  if (/^\d+(?:\.\d+){3}$/.test(name) || name.includes("::")) return { problem: "address", instead: null };
  if (/[^\0-\x7f]/.test(name)) {
    // Only here: classes of letters take longer to compile than a policy takes to be read.
    if (name.split(".").some(isMixed)) return { problem: "lookalike", instead: null };
    return { problem: "unicode", instead: toAscii(name) };
  }
  if (name.endsWith(".")) return { problem: "trailingDot", instead: name.replace(/\.+$/, "") || null };
  const parts = name.split(".");
  for (const [index, part] of parts.entries()) {
    if (part === "") return { problem: "emptyLabel", instead: parts.filter((full) => full !== "").join(".") };
    if (part.includes("*") && !(rules.wildcard && index === 0 && part === "*")) {
      return { problem: "wildcard", instead: null };
    }
    if (part === "*" || label.test(part)) continue;
    const dashed = part.startsWith("-") || part.endsWith("-");
    return { problem: dashed ? "dash" : "character", instead: null };
  }
  return null;
}

/** Latin letters beside those of an alphabet that shares its shapes: nobody writes that on purpose, but to deceive. */
function isMixed(label: string): boolean {
  return (
    /[a-z]/.test(label) &&
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label)
  );
}

/** The xn-- form, by the rules of URLs (UTS #46); null where it has none. */
function toAscii(name: string): string | null {
  try {
    const { hostname } = new URL(`http://${name.replace(/^\*\./, "")}`);
    return name.startsWith("*.") ? `*.${hostname}` : hostname;
  } catch {
    return null;
  }
}
