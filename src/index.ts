/**
 * The TypeScript API: the same rooms as the command line, without a terminal.
 *
 * ```ts
 * import { apply, load, plan, simulate } from "signpost-dns";
 *
 * const policy = load(await readFile("web.yaml", "utf8"), { path: "web.yaml" });
 * if (!policy.ok) throw new Error(policy.problems.map(({ message }) => message).join("\n"));
 * simulate(policy, { record: "www", client: { country: "DE" }, down: ["eu-a"] });
 * const planned = await plan(policy, { provider: "route53" });
 * if (planned.changes > 0 && planned.problems.length === 0) await apply(planned);
 * ```
 */
import { posix } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Applied, applyPlan } from "./apply/apply.ts";
import { describe } from "./diagnostic/describe.ts";
import type { Diagnostic } from "./diagnostic/diagnostic.ts";
import { type Checked, checkPolicy } from "./plan/check.ts";
import { type Guarded, type GuardedFinding, refuseUnusedAllowances } from "./plan/judge-guards.ts";
import { type Counts, isEmpty, type Prepared, preparePlan } from "./plan/plan.ts";
import { type SimulatedAnswer, simulatePolicy, simulateProvider } from "./plan/simulate.ts";
import type { TrafficTable } from "./plan/traffic.ts";
import type { GuardName } from "./policy/guards.ts";
import { type FindInclude, findNothing, type Included } from "./policy/include.ts";
import { type ProviderId, type RecordType, recordTypes } from "./policy/policy.ts";
import type { Wait } from "./provider/connection.ts";
import { ProviderError } from "./provider/provider-error.ts";
import { providers } from "./provider/registry.ts";
import type { JsonObject } from "./provider/resource.ts";
import { type LocatedDiagnostic, locateDiagnostic, type Source, type Sources } from "./report/located.ts";
import { locateInText } from "./source/locate.ts";
import { parseSource } from "./source/read.ts";
import { type ClientPlace, clientAt } from "./steering/geography.ts";
import { readPlace } from "./steering/place.ts";

export type {
  Applied,
  Counts,
  Guarded,
  GuardedFinding,
  GuardName,
  JsonObject,
  LocatedDiagnostic,
  ProviderId,
  RecordType,
  SimulatedAnswer,
  TrafficTable,
};
export { ProviderError };

/** A policy file that was read, checked, compiled and proved. */
export interface LoadedPolicy {
  /** No error among the problems. */
  readonly ok: boolean;
  /** Errors, warnings and notes, in words and with line and column. */
  readonly problems: readonly LocatedDiagnostic[];
  /** Null when the file has no meaning. */
  readonly name: string | null;
  readonly zone: string | null;
  /** Names of the records, in full. */
  readonly records: readonly string[];
  readonly providers: readonly ProviderId[];
}

/** What `load` keeps beside what it shows. */
const details = new WeakMap<LoadedPolicy, Checked>();

export interface LoadOptions {
  /** How the problems call the file; `.json` is read as JSON. */
  readonly path?: string;
  /**
   * The text of a file that the policy includes, null when there is none. Paths are relative as `path` is, with
   * forward slashes: `dns/web.yaml` that includes `../shared.yaml` asks for `shared.yaml`.
   */
  readonly include?: (path: string) => string | null;
}

/**
 * Reads a policy from text. Touches no file and no network but what `include` does, and throws for nothing that is in
 * the text.
 */
export function load(text: string, options: LoadOptions = {}): LoadedPolicy {
  const { path = "policy.yaml", include } = options;
  const checked = checkPolicy({ path, text }, include === undefined ? findNothing : findIn(include), today());
  const loaded: LoadedPolicy = {
    ok: checked.ok,
    problems: locateAll(checked, checked.diagnostics),
    name: checked.policy?.name ?? null,
    zone: checked.policy?.zone ?? null,
    records: checked.records.map(({ record }) => record.name),
    providers: checked.targets.map(({ provider }) => provider),
  };
  details.set(loaded, checked);
  return loaded;
}

/**
 * The exact payloads for a provider, under the vendor's own field names.
 *
 * @throws Error when the policy isn't ok or doesn't name the provider.
 */
export function compile(policy: LoadedPolicy, provider: ProviderId): JsonObject {
  const checked = detailsOf(policy);
  return providers[provider].describePayloads(targetOf(checked, provider).compiled);
}

export interface SimulateOptions {
  /** As in the file ("www") or in full. */
  readonly record: string;
  /** The record's first type by default. */
  readonly type?: RecordType;
  /** Nothing: a client about whom nothing is known. */
  readonly client?: {
    readonly continent?: string;
    readonly country?: string;
    /** Of the US: "CA". */
    readonly subdivision?: string;
  };
  /** Names of endpoints that are dead. */
  readonly down?: readonly string[];
  /** Whose answer; the policy's by default. */
  readonly at?: "policy" | ProviderId;
}

/**
 * What a client gets. The shares add up to 1; an empty answer has no endpoints.
 *
 * @throws Error when there is no such record, type, place, endpoint or provider.
 */
export function simulate(policy: LoadedPolicy, options: SimulateOptions): readonly SimulatedAnswer[] {
  const checked = detailsOf(policy);
  const steered = checked.records.find(
    ({ record }) => record.label === options.record || record.name === options.record,
  );
  if (steered === undefined) throw new Error(`the policy has no record ${options.record}`);
  const type = recordTypes.find((known) => known === (options.type ?? steered.record.types[0]));
  if (type === undefined || !steered.record.types.includes(type)) {
    throw new Error(`${options.record} has no ${options.type} records`);
  }
  const question = {
    steered,
    type,
    client: placeOf(options.client ?? {}),
    down: new Set(options.down ?? []),
  };
  const known: ReadonlySet<string> = new Set(checked.policy?.endpoints.keys());
  const unknown = options.down?.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`the policy has no endpoint ${unknown}`);
  if (options.at === undefined || options.at === "policy") return simulatePolicy(question);
  const answers = simulateProvider(question, targetOf(checked, options.at));
  if (answers === null) throw new Error(`${options.at} can't tell`);
  return answers;
}

export interface PlanOptions {
  readonly provider: ProviderId;
  /** Instead of the vendor's own address, such as an emulator's. Credentials come from the environment. */
  readonly endpoint?: string;
  /** Sends made-up credentials; for emulators only. */
  readonly anonymous?: boolean;
  /** What guards let pass, by the guard's name and the target that the problem names: a record's label as in the file. */
  readonly allow?: readonly { readonly guard: GuardName; readonly target: string }[];
  readonly signal?: AbortSignal;
}

/** What would change at a provider. */
export interface PlannedChanges {
  readonly zone: { readonly id: string; readonly name: string };
  /** How many resources would change, markers included. */
  readonly changes: number;
  readonly counts: Counts;
  /** What guards stopped, or let pass because they were told to. */
  readonly guards: Guarded;
  /** Why it may not be applied: records that are somebody else's, what a guard blocks, what was allowed for nothing. Empty when it may. */
  readonly problems: readonly LocatedDiagnostic[];
  readonly names: readonly {
    readonly name: string;
    readonly status: string;
    readonly drifted: boolean;
    readonly traffic: readonly TrafficTable[];
  }[];
}

const preparations = new WeakMap<PlannedChanges, Prepared>();

/**
 * Reads the zone and says what would change. Writes nothing.
 *
 * @throws ProviderError when the zone can't be found or read; Error when the policy isn't ok.
 */
export async function plan(policy: LoadedPolicy, options: PlanOptions): Promise<PlannedChanges> {
  const checked = detailsOf(policy);
  const target = targetOf(checked, options.provider);
  if (checked.policy === null) throw new Error("the policy has errors");
  const connection = await providers[options.provider].connect(checked.policy, {
    endpoint: options.endpoint ?? null,
    anonymous: options.anonymous ?? false,
    signal: options.signal ?? new AbortController().signal,
    clock: { now: () => Date.now(), sleep },
  });
  const { allow = [] } = options;
  const asked = { today: today(), allow };
  const found = await preparePlan(checked.policy, checked.records, target, connection, asked);
  const refusals = [...found.plan.refusals, ...refuseUnusedAllowances(allow, [found.plan])];
  const prepared: Prepared = { ...found, plan: { ...found.plan, refusals } };
  const { zone, counts, guards, names } = prepared.plan;
  const planned: PlannedChanges = {
    zone,
    counts,
    guards,
    changes: counts.create + counts.update + counts.delete + counts.markers,
    problems: locateAll(checked, refusals),
    names: names.map(({ name, status, drifted, traffic }) => ({ name, status, drifted, traffic })),
  };
  preparations.set(planned, prepared);
  return planned;
}

export interface ApplyOptions {
  /** Until all of the vendor's servers have it, by default. */
  readonly wait?: Wait;
  readonly signal?: AbortSignal;
  /** A line of progress. */
  readonly onProgress?: (title: string) => void;
}

/**
 * Writes a plan as a compare-and-swap: what somebody else changed since is not overwritten, and the result says so.
 *
 * @throws Error when the plan has problems.
 */
export async function apply(planned: PlannedChanges, options: ApplyOptions = {}): Promise<Applied> {
  const prepared = preparations.get(planned);
  if (prepared === undefined) throw new Error("only what `plan` returned can be applied");
  if (isEmpty(prepared.plan)) return { done: [], notStarted: [], failure: null, partly: false };
  return applyPlan(prepared, {
    wait: options.wait ?? "insync",
    signal: options.signal ?? new AbortController().signal,
    onProgress: ({ title }) => options.onProgress?.(title),
  });
}

/** As 2026-12-31, in UTC: waivers hold until a day. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Each file is read once, since a policy may have many ways to it. */
function findIn(include: NonNullable<LoadOptions["include"]>): FindInclude {
  const known = new Map<string, Included>();
  return (path, from) => {
    const joined = posix.join(posix.dirname(from), path);
    const found = known.get(joined) ?? readIncluded(joined, include(joined));
    known.set(joined, found);
    return found;
  };
}

function readIncluded(path: string, text: string | null): Included {
  return text === null
    ? { kind: "unreadable", reason: "ENOENT" }
    : { kind: "file", parsed: parseSource({ path, text }) };
}

function detailsOf(policy: LoadedPolicy): Checked {
  const checked = details.get(policy);
  if (checked === undefined) throw new Error("only what `load` returned can be used");
  if (!checked.ok) throw new Error("the policy has errors");
  return checked;
}

function targetOf(checked: Checked, provider: ProviderId): Checked["targets"][number] {
  const target = checked.targets.find((one) => one.provider === provider);
  if (target === undefined) throw new Error(`the policy doesn't name ${provider} under providers`);
  return target;
}

function placeOf({ continent, country, subdivision }: NonNullable<SimulateOptions["client"]>): ClientPlace {
  const origin = { file: "client", pointer: "", on: "value" } as const;
  const place =
    subdivision !== undefined
      ? readPlace({ kind: "subdivision", code: `${country ?? "US"}-${subdivision}`, origin })
      : country !== undefined
        ? readPlace({ kind: "country", code: country, origin })
        : continent !== undefined
          ? readPlace({ kind: "continent", code: continent, origin })
          : ({ kind: "anywhere" } as const);
  if (!("code" in place)) return clientAt(place);
  // A country that no vendor has a location for is `anywhere`.
  if (place.code === "unsupported-country") {
    return { continent: null, country: country ?? null, subdivision: null };
  }
  throw new Error(describe(place).message);
}

function locateAll({ files }: Checked, diagnostics: readonly Diagnostic[]): readonly LocatedDiagnostic[] {
  const sources: Sources = new Map(
    files.map(({ file, document }): [string, Source] => [
      file.path,
      { text: file.text, locate: (place) => document?.locate(place) ?? locateInText(file, place) },
    ]),
  );
  return diagnostics.map((diagnostic) => locateDiagnostic(diagnostic, sources));
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
