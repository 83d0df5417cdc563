/** Everything that can be said about a policy without talking to a vendor. */
import { hasErrors } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { lintRecords } from "../lint/lint.ts";
import { loadPolicy } from "../policy/load.ts";
import { type Policy, type ProviderId, providerIds } from "../policy/policy.ts";
import { judgeObjective } from "../proof/failover-time.ts";
import { type Proof, proveCompile } from "../provider/prove.ts";
import { providers } from "../provider/registry.ts";
import type { Compiled } from "../provider/resource.ts";
import type { SourceDocument, SourceFile } from "../source/document.ts";
import { sortByPlace } from "../source/sort.ts";
import { judgePlaces } from "../steering/place.ts";
import { steerPolicy } from "../steering/steer.ts";
import type { SteeredRecord } from "../steering/tree.ts";

/** A policy compiled for one of its providers, and held against its meaning. */
export interface Target {
  readonly provider: ProviderId;
  readonly compiled: Compiled;
  readonly proof: Proof;
}

export interface Checked {
  readonly file: SourceFile;
  /** Null when the text could not be read as data. */
  readonly document: SourceDocument | null;
  /** Null when the file has errors that leave it without a meaning. */
  readonly policy: Policy | null;
  readonly records: readonly SteeredRecord[];
  /** Empty when there is no policy. */
  readonly targets: readonly Target[];
  readonly diagnostics: readonly Diagnostic[];
  /** No error among the diagnostics. */
  readonly ok: boolean;
}

/** Reads, resolves, steers, lints, compiles and proves one policy file. */
export function checkPolicy(file: SourceFile): Checked {
  const loaded = loadPolicy(file);
  const { document, policy } = loaded;
  const nothing = { file, document, records: [], targets: [] };
  if (policy === null) {
    // All mistakes in one run: the places can be looked up without a policy.
    const found = [...loaded.diagnostics, ...loaded.places.flatMap(judgePlaces)];
    const diagnostics = document === null ? found : sortByPlace(found, document);
    return { ...nothing, policy, diagnostics, ok: false };
  }
  const steered = steerPolicy(policy);
  const found = [...loaded.diagnostics, ...steered.diagnostics];
  if (hasErrors(found)) return { ...nothing, policy: null, diagnostics: found, ok: false };

  const targets = providerIds
    .filter((id) => policy.providers[id] !== undefined)
    .map((id) => compileFor(id, policy, steered.records));
  const diagnostics = [
    ...found,
    ...lintRecords(steered.records),
    ...targets.flatMap(({ provider, compiled, proof }) => [
      ...steered.records.flatMap((record) => judgeObjective(record, providers[provider].probeSeconds)),
      ...compiled.diagnostics,
      ...proof.diagnostics,
    ]),
  ];
  return {
    file,
    document,
    policy,
    records: steered.records,
    targets,
    diagnostics,
    ok: !hasErrors(diagnostics),
  };
}

function compileFor(id: ProviderId, policy: Policy, records: readonly SteeredRecord[]): Target {
  const provider = providers[id];
  const compiled = provider.compile(policy, records);
  // What can't be compiled can't be proved either, and would only say so twice.
  const provable = hasErrors(compiled.diagnostics) ? [] : records;
  return { provider: id, compiled, proof: proveCompile(provider, provable, compiled) };
}
