/** Reading a journal. It may be cut off, damaged or no journal at all. */
import type { Allowance } from "../plan/judge-guards.ts";
import { guardNames } from "../policy/guards.ts";
import type { ProviderId } from "../policy/policy.ts";
import { canonicalJson } from "../provider/canonical-json.ts";
import { providers } from "../provider/registry.ts";
import { type Json, type JsonObject, type Resource, resourceKinds } from "../provider/resource.ts";
import {
  isProviderId,
  type JournalHeader,
  type JournalOutcome,
  journalFormat,
  journalKind,
  outcomes,
  sumOf,
} from "./journal.ts";

/** A change as it was written down, with the resources themselves. */
export interface ReadChange {
  readonly key: string;
  readonly before: Resource | null;
  readonly after: Resource | null;
}

export interface ReadJournal extends Omit<JournalHeader, "changes" | "before"> {
  readonly changes: readonly ReadChange[];
  readonly before: readonly Resource[];
  /** What steps that were begun make of resources on the way, by key. */
  readonly passing: ReadonlyMap<string, readonly Resource[]>;
  /** Keys of the resources whose step was finished. */
  readonly done: ReadonlySet<string>;
  /** Steps that were begun and of which nothing more is known. */
  readonly unknown: readonly string[];
  /** Null when it breaks off. */
  readonly outcome: JournalOutcome | null;
  /** The last line was only half written. */
  readonly isCut: boolean;
}

/** What is wrong with a journal. */
export type JournalProblem = "not-a-journal" | "other-format" | "damaged" | "cut-short";

/** Reads the text of a journal. */
export function readJournal(text: string): ReadJournal | JournalProblem {
  const lines = text.split("\n");
  // Each line ends in a line break; what stands behind the last one was never finished.
  const isCut = lines.pop() !== "";
  const [first, ...rest] = lines;
  if (first === undefined) return text.startsWith('{"format":') ? "cut-short" : "not-a-journal";
  const header = parseLine(first);
  if (header === null || header.kind !== journalKind) return "not-a-journal";
  if (header.format !== journalFormat) return "other-format";
  let chain = verify("", header);
  if (chain === null) return "damaged";
  const read = readHeader(header);
  if (read === null) return "damaged";
  const steps = {
    done: new Set<string>(),
    titles: new Map<string, readonly string[]>(),
    open: new Set<string>(),
    passing: new Map<string, Resource[]>(),
  };
  let outcome: JournalOutcome | null = null;
  for (const line of rest) {
    const event = parseLine(line);
    chain = event === null ? null : verify(chain, event);
    // Nothing follows the end.
    if (event === null || chain === null || outcome !== null) return "damaged";
    const ended = follow(steps, event, read.provider);
    if (ended === "damaged") return ended;
    outcome = ended;
  }
  return { ...read, passing: steps.passing, done: steps.done, unknown: [...steps.open], outcome, isCut };
}

interface Steps {
  readonly done: Set<string>;
  readonly titles: Map<string, readonly string[]>;
  readonly open: Set<string>;
  readonly passing: Map<string, Resource[]>;
}

/** Takes an event in. The outcome when it is the last one. */
function follow(
  { done, titles, open, passing }: Steps,
  line: JsonObject,
  provider: ProviderId,
): JournalOutcome | null | "damaged" {
  const { event, title } = line;
  if (event === "ended") return outcomes.find((known) => known === line.outcome) ?? "damaged";
  if (typeof title !== "string") return "damaged";
  switch (event) {
    case "started": {
      const left = listOf(line.passing, (value) => readResource(value, provider));
      if (left === null) return "damaged";
      open.add(title);
      for (const one of left) passing.set(one.key, [...(passing.get(one.key) ?? []), one]);
      return null;
    }
    case "done": {
      const keys = textsIn(line.keys);
      if (keys === null) return "damaged";
      titles.set(title, keys);
      open.delete(title);
      for (const key of keys) done.add(key);
      return null;
    }
    case "undone":
      for (const key of titles.get(title) ?? []) done.delete(key);
      return null;
    case "failed":
    case "told":
      return null;
    default:
      return "damaged";
  }
}

/** The chain with this line in it; null when the line isn't as it was written. */
function verify(chain: string, { sum, ...line }: JsonObject): string | null {
  return sum === sumOf(chain, line) ? String(sum) : null;
}

function parseLine(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(line);
    // What is nested deeper than any resource is no journal, and would be too deep for those that walk it.
    return isObject(value) && depthOf(line) < deepest ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

const deepest = 30;

function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const [mark] of text.replaceAll(/"(?:[^"\\]|\\.)*"/gu, "").matchAll(/[[\]{}]/gu)) {
    depth += mark === "{" || mark === "[" ? 1 : -1;
    most = Math.max(most, depth);
  }
  return most;
}

type ReadHeader = Omit<ReadJournal, "passing" | "done" | "unknown" | "outcome" | "isCut">;

function readHeader(line: JsonObject): ReadHeader | null {
  const { file, root, maxFileSize, sandbox, command, undoes, startedAt, policy, provider, zone, digest } =
    line;
  if (![file, command, startedAt, policy].every((value) => typeof value === "string")) return null;
  if (!(isTextOrNull(root) && isTextOrNull(undoes) && isTextOrNull(digest))) return null;
  if (typeof sandbox !== "boolean" || !(maxFileSize === null || typeof maxFileSize === "number")) return null;
  if (!isProviderId(provider) || !isObject(zone)) return null;
  const { account } = zone;
  if (typeof zone.id !== "string" || typeof zone.name !== "string" || !isTextOrNull(account)) return null;
  const allow = listOf(line.allow, readAllowance);
  const adopted = line.adopted === null ? null : textsIn(line.adopted);
  if (allow === null || (line.adopted !== null && adopted === null)) return null;
  const changes = listOf(line.changes, (value) => readChange(value, provider));
  const before = listOf(line.before, (value) => readResource(value, provider));
  if (changes === null || before === null) return null;
  return {
    file: String(file),
    root,
    maxFileSize,
    sandbox,
    command: String(command),
    undoes,
    startedAt: String(startedAt),
    policy: String(policy),
    provider,
    zone: { id: zone.id, name: zone.name, account },
    digest,
    allow,
    adopted,
    changes,
    before,
  };
}

function readAllowance(value: Json): Allowance | null {
  if (!isObject(value) || !isTextOrNull(value.target)) return null;
  const guard = guardNames.find((known) => known === value.guard);
  return guard === undefined ? null : { guard, target: value.target };
}

function readChange(value: Json, provider: JournalHeader["provider"]): ReadChange | null {
  if (!isObject(value) || typeof value.key !== "string") return null;
  const { key, action } = value;
  const before = value.before === null ? null : readResource(value.before, provider);
  const after = value.after === null ? null : readResource(value.after, provider);
  const isWhole = [value.before === null || before !== null, value.after === null || after !== null];
  if (isWhole.includes(false)) return null;
  const expected = before === null ? "create" : after === null ? "delete" : "update";
  if (action !== expected || (before === null && after === null)) return null;
  return [before, after].every((one) => one === null || one.key === key) ? { key, before, after } : null;
}

/** A resource that means exactly what was written down. */
function readResource(value: Json | undefined, provider: JournalHeader["provider"]): Resource | null {
  if (!isObject(value)) return null;
  const { key, owner, attributes } = value;
  const kind = resourceKinds.find((known) => known === value.kind);
  if (kind === undefined || typeof key !== "string" || !isTextOrNull(owner) || !isObject(attributes))
    return null;
  try {
    const revived = providers[provider].reviveResource({ kind, key, owner, attributes });
    if (revived === null || revived.kind !== kind || revived.key !== key || revived.owner !== owner)
      return null;
    return canonicalJson(revived.attributes) === canonicalJson(attributes) ? revived : null;
  } catch (error) {
    // Values of another type than the vendor has there.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function listOf<T>(value: Json | undefined, read: (item: Json) => T | null): readonly T[] | null {
  if (!isList(value)) return null;
  const items = value.map(read);
  return items.some((item) => item === null) ? null : items.flatMap((item) => item ?? []);
}

function textsIn(value: Json | undefined): readonly string[] | null {
  return listOf(value, (item) => (typeof item === "string" ? item : null));
}

function isTextOrNull(value: Json | undefined): value is string | null {
  return value === null || typeof value === "string";
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
