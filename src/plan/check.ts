/** Everything that can be said about a policy without talking to a vendor. */
import { hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { acceptDifferences } from "../lint/accept.ts";
import { lintPolicy } from "../lint/lint.ts";
import { isOfRule, judgeRuleNames, warnOfUnusedWaivers } from "../lint/rule-names.ts";
import { settleFindings, type Waived } from "../lint/settle.ts";
import { type FindInclude, findNothing } from "../policy/include.ts";
import { loadParsed } from "../policy/load.ts";
import { type Policy, type ProviderId, providerIds } from "../policy/policy.ts";
import { judgeObjective } from "../proof/failover-time.ts";
import { type Proof, proveCompile } from "../provider/prove.ts";
import { providers } from "../provider/registry.ts";
import type { Compiled, Resource } from "../provider/resource.ts";
import type { Parsed, SourceFile } from "../source/document.ts";
import { parseSource } from "../source/read.ts";
import { sortByPlace } from "../source/sort.ts";
import { judgePlaces } from "../steering/place.ts";
import { steerPolicy } from "../steering/steer.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { keepAsAt } from "./kept.ts";
import { diagnosePromises, judgePromises, noPromises, type Promises } from "./promises.ts";

/** A policy compiled for one of its providers, and held against its meaning. */
export interface Target {
  readonly provider: ProviderId;
  readonly compiled: Compiled;
  readonly proof: Proof;
  /** What is known to be ours beside what is wanted, where that isn't what the file says: what is to be taken away. */
  readonly known?: readonly Resource[];
}

export interface Checked {
  readonly file: SourceFile;
  /** The policy's own file and those that it includes. */
  readonly files: readonly Parsed[];
  /** Null when the file has errors that leave it without a meaning. */
  readonly policy: Policy | null;
  readonly records: readonly SteeredRecord[];
  /** Empty when there is no policy. */
  readonly targets: readonly Target[];
  /** What became of its tests and guarantees. */
  readonly promises: Promises;
  readonly diagnostics: readonly Diagnostic[];
  /** What was found and accepted. */
  readonly waived: readonly Waived[];
  /** No error among the diagnostics. */
  readonly ok: boolean;
}

/**
 * Reads, resolves, steers, lints, compiles and proves one policy.
 *
 * @param find - looks up what the file includes
 * @param today - as 2026-12-31, in UTC, for waivers; null where there is no clock: then none is over
 */
export function checkPolicy(
  file: SourceFile,
  find: FindInclude = findNothing,
  today: string | null = null,
): Checked {
  return checkParsed(parseSource(file), find, today);
}

/** The same for a file that was read already. */
export function checkParsed(parsed: Parsed, find: FindInclude, today: string | null = null): Checked {
  const checked = check(parsed, find, today);
  return { ...checked, diagnostics: keepMost(checked.diagnostics, parsed.file) };
}

function check(parsed: Parsed, find: FindInclude, today: string | null): Checked {
  const { file } = parsed;
  const loaded = loadParsed(parsed, find);
  const { policy, files } = loaded;
  const nothing = { file, files, records: [], targets: [], promises: noPromises, waived: [] };
  if (policy === null) {
    // All mistakes in one run: the places can be looked up without a policy.
    const told = new Set(loaded.diagnostics.map(({ place }) => JSON.stringify(place)));
    const misplaced = loaded.places.flatMap(judgePlaces);
    const found = [
      ...loaded.diagnostics,
      // What has the wrong shape for a place is no place either.
      ...misplaced.filter(({ place }) => !told.has(JSON.stringify(place))),
    ];
    const documents = files.flatMap(({ document }) => document ?? []);
    return { ...nothing, policy, diagnostics: sortByPlace(found, documents), ok: false };
  }
  const steered = steerPolicy(policy);
  const found = withoutRepetition([
    ...loaded.diagnostics,
    ...steered.diagnostics,
    // Of what no record leads to as well.
    ...loaded.places.flatMap(judgePlaces),
    ...judgeRuleNames(policy),
  ]);
  if (hasErrors(found)) return { ...nothing, policy: null, diagnostics: found, ok: false };

  const targets = providerIds
    .filter((id) => policy.providers[id] !== undefined)
    .map((id) => compileFor(id, policy, steered.records));
  const promises = judgePromises(policy, steered.records, targets);
  const told = [
    ...found,
    ...targets.flatMap(({ provider, compiled, proof }) => [
      ...steered.records.flatMap((record) =>
        judgeObjective(keepAsAt(providers[provider], policy, record), providers[provider]),
      ),
      ...compiled.diagnostics,
      ...acceptDifferences(policy, proof.diagnostics, today),
    ]),
    ...diagnosePromises(promises),
  ];
  const findings = told.filter(isOfRule).map((diagnostic) => ({ diagnostic, about: [] }));
  const settled = settleFindings(policy, [...findings, ...lintPolicy(policy, steered.records)], today);
  const diagnostics = [
    ...told.filter((diagnostic) => !isOfRule(diagnostic)),
    ...settled.diagnostics,
    ...warnOfUnusedWaivers(policy, settled.met),
  ];
  return {
    file,
    files,
    policy,
    records: steered.records,
    targets,
    promises,
    diagnostics,
    waived: settled.waived,
    ok: !hasErrors(diagnostics),
  };
}

/** Compiles records that were steered without errors for one provider, and proves it. */
export function compileFor(id: ProviderId, policy: Policy, records: readonly SteeredRecord[]): Target {
  const provider = providers[id];
  const compiled = provider.compile(policy, records);
  // What can't be compiled can't be proved either, and would only say so twice.
  const provable = hasErrors(compiled.diagnostics) ? [] : records;
  return { provider: id, compiled, proof: proveCompile(provider, provable, compiled) };
}

function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

/** Nobody reads more, and thousands take long to print. */
const mostTold = 1000;

/** Of too many diagnostics the errors first, each sort in the order of the file. */
function keepMost(diagnostics: readonly Diagnostic[], file: SourceFile): readonly Diagnostic[] {
  if (diagnostics.length <= mostTold) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const others = diagnostics.filter(({ severity }) => severity !== "error");
  const kept = new Set([...errors, ...others].slice(0, mostTold));
  const place = { file: file.path, start: 0, end: 0 };
  return [
    ...diagnostics.filter((one) => kept.has(one)),
    diagnose("more-problems", { told: mostTold }, place),
  ];
}

/** The same with nothing wanted there any more. */
export function withNothing(target: Target): Target {
  return {
    ...target,
    compiled: { ...target.compiled, resources: [], units: new Map(), diagnostics: [] },
    proof: { ...target.proof, records: 0 },
    known: target.compiled.resources,
  };
}
