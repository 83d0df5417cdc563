/** What a first policy is made of, each answer judged as it is given. */

import { describe } from "../../diagnostic/describe.ts";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic, Pointed } from "../../diagnostic/diagnostic.ts";
import { parseAddress } from "../../policy/addresses.ts";
import { isDomainName, readDomainName } from "../../policy/domain.ts";
import { isEndpointName, isPolicyName, type Report } from "../../policy/names.ts";
import type { ProviderId } from "../../policy/policy.ts";
import { resolveRecordName } from "../../policy/record-name.ts";
import type { ContinentCode } from "../../steering/geography.ts";

export const strategies = ["single", "weighted", "failover", "geo"] as const;
export type Strategy = (typeof strategies)[number];

export interface FirstEndpoint {
  readonly name: string;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

export type FirstCheck =
  | { readonly type: "http" | "https"; readonly port: number | null; readonly path: string }
  | { readonly type: "tcp"; readonly port: number };

export interface Answers {
  readonly providers: readonly ProviderId[];
  /** Whether traffic goes through Cloudflare, where that is one of them. */
  readonly proxied: boolean;
  readonly zone: string;
  readonly name: string;
  readonly record: string;
  readonly endpoints: readonly FirstEndpoint[];
  readonly strategy: Strategy;
  /** The continents that each endpoint is for; who isn't in it is for the rest of the world. */
  readonly serves: ReadonlyMap<string, readonly ContinentCode[]>;
  /** Null: never noticed to be down. */
  readonly check: FirstCheck | null;
}

/** What an answer means, or one sentence about what is wrong with it. */
export type Judged<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

export function accept<T>(value: T): Judged<T> {
  return { ok: true, value };
}

export function reject(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

const nowhere: Pointed = { file: "", pointer: "", on: "value" };
const nameRule = "a-z, 0-9 and -, up to 40 characters, beginning and ending with a letter or digit";

export function judgeZone(text: string): Judged<string> {
  const bare = text.trim().replace(/\.$/u, "");
  const judged = collect((report) =>
    readDomainName(bare, { what: "zone", wildcard: false }, nowhere, report),
  );
  if (!judged.ok || judged.value.includes(".")) return judged;
  return reject("A zone has a dot in it, as example.com has");
}

export function judgeName(text: string): Judged<string> {
  const name = text.trim();
  return isPolicyName(name) ? accept(name) : reject(`A name has ${nameRule}`);
}

/** Relative to the zone; `@` is the zone itself. */
export function judgeRecord(text: string, zone: string): Judged<string> {
  if (!isDomainName(zone)) return reject("The zone comes first");
  const label = text.trim().toLowerCase();
  const full = label === zone ? "@" : label.endsWith(`.${zone}`) ? label.slice(0, -zone.length - 1) : label;
  const judged = collect((report) => resolveRecordName(full, zone, nowhere, report));
  return judged.ok ? accept(full) : judged;
}

export function judgeEndpointName(text: string, taken: readonly FirstEndpoint[]): Judged<string> {
  const name = text.trim();
  if (!isEndpointName(name)) return reject(`A name has ${nameRule}`);
  return taken.some((one) => one.name === name)
    ? reject(`There is an endpoint ${name} already`)
    : accept(name);
}

/** One address, or one of each family with a comma between them. */
export function judgeAddresses(text: string): Judged<Omit<FirstEndpoint, "name">> {
  let [ipv4, ipv6]: (string | null)[] = [null, null];
  const parts = text.split(",").map((part) => part.trim());
  for (const part of parts) {
    if (part === "") return reject("An address is missing: write 203.0.113.10, 2001:db8::10 or both");
    const family = /:.*:/u.test(part) ? "IPv6" : "IPv4";
    const parsed = parseAddress(family, part);
    if (!parsed.ok) {
      const { problem, instead } = parsed;
      return reject(say(diagnose("bad-address", { family, text: part, problem, instead }, null)));
    }
    if ((family === "IPv4" ? ipv4 : ipv6) !== null)
      return reject(`There are two ${family} addresses: make two endpoints`);
    if (family === "IPv4") ipv4 = parsed.canonical;
    else ipv6 = parsed.canonical;
  }
  return accept({ ipv4: ipv4 ?? null, ipv6: ipv6 ?? null });
}

/** `https:/healthz`, `http:8080/up`, `tcp:5432` or `none`. */
export function judgeCheck(text: string): Judged<FirstCheck | null> {
  const written = text.trim();
  if (written === "none") return accept(null);
  const [, type, digits = "", path = ""] =
    /^(https?|tcp)(?::(\d{1,5})?(\/[!-~]{0,254})?)?$/u.exec(written) ?? [];
  const port = digits === "" ? null : Number(digits);
  if (type === undefined) return reject("A check is https:/healthz, http:8080/up, tcp:5432 or none");
  if (port !== null && (port < 1 || port > 65535)) return reject("A port is a number from 1 to 65535");
  if (type === "http" || type === "https")
    return accept({ type, port, path: path === "" ? "/healthz" : path });
  if (port === null) return reject("A tcp check needs its port: tcp:5432");
  return path === "" ? accept({ type: "tcp", port }) : reject("A tcp check has no path: tcp:5432");
}

/** What goes together: a strategy with its endpoints and their check. Null when it does. */
export function judgeStrategy({ strategy, endpoints, check, serves }: Answers): string | null {
  if (strategy !== "geo" && serves.size > 0) {
    return `${strategy} asks nobody where they are, so --serves means nothing: add --strategy geo`;
  }
  const several = endpoints.length > 1;
  if (strategy === "single")
    return several ? "single takes one endpoint; weighted, failover and geo take several" : null;
  if (!several) return `${strategy} takes two endpoints or more`;
  if (strategy === "failover" && check === null) {
    return "failover needs a check: without one the first endpoint is never noticed to be down";
  }
  if (strategy === "geo" && serves.size === 0) {
    return "geo needs to know who is for which continent: add --serves eu-a=EU";
  }
  return null;
}

/** The families that all endpoints have; a record can answer no others. */
export function sharedFamilies(endpoints: readonly FirstEndpoint[]): readonly ("A" | "AAAA")[] {
  const ipv4 = endpoints.every((one) => one.ipv4 !== null);
  const ipv6 = endpoints.every((one) => one.ipv6 !== null);
  return [...(ipv4 ? (["A"] as const) : []), ...(ipv6 ? (["AAAA"] as const) : [])];
}

function collect(read: (report: Report) => string | null): Judged<string> {
  const found: Diagnostic[] = [];
  const value = read((diagnostic) => found.push(diagnostic));
  const [first] = found;
  if (first !== undefined) return reject(say(first));
  return value === null ? reject("That can't be a name") : accept(value);
}

function say(diagnostic: Diagnostic): string {
  const { message, hint } = describe(diagnostic);
  return hint === null ? message : `${message}: ${hint}`;
}
