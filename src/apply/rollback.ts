/** Planning the way back: what a journal changed as it was before, and everything else as it is. */
import { type Asked, type Prepared, planOver } from "../plan/plan.ts";
import type { Policy } from "../policy/policy.ts";
import type { Connection, Snapshot } from "../provider/connection.ts";
import { proveCompile } from "../provider/prove.ts";
import { providers } from "../provider/registry.ts";
import type { Compiled, Resource } from "../provider/resource.ts";
import { findMoved } from "./held.ts";
import type { ReadJournal } from "./read-journal.ts";

export type Rollback =
  | { readonly kind: "planned"; readonly prepared: Prepared }
  /** Somebody changed since what the journal changed. */
  | { readonly kind: "moved"; readonly moved: readonly string[] };

/** Reads the zone and plans the way back. Throws `ProviderError` when the zone can't be read. */
export async function prepareRollback(
  journal: ReadJournal,
  policy: Policy,
  connection: Connection,
  asked: Asked,
): Promise<Rollback> {
  const after = journal.changes.flatMap((change) => change.after ?? []);
  // Lined up with both sides, the one from before last: where both name a thing, that is what it becomes.
  const snapshot = await connection.read(compiledOf([...after, ...journal.before]));
  const moved = findMoved(journal, snapshot, new Set());
  if (moved.length > 0) return { kind: "moved", moved };
  const compiled = compiledOf(resourcesBefore(journal, snapshot));
  const proof = proveCompile(providers[journal.provider], [], compiled);
  // What that run made is ours, though nobody wants it any more.
  const target = { provider: journal.provider, compiled, proof, known: after };
  return { kind: "planned", prepared: await planOver(policy, [], target, connection, snapshot, asked) };
}

function compiledOf(resources: readonly Resource[]): Compiled {
  return {
    resources,
    units: new Map(),
    skews: new Map(),
    answeredAs: new Map(),
    unrounded: new Map(),
    nearest: () => null,
    diagnostics: [],
  };
}

function resourcesBefore({ changes }: ReadJournal, { resources }: Snapshot): readonly Resource[] {
  const changed = new Set(changes.map(({ key }) => key));
  const wanted: Resource[] = [
    ...resources.filter(({ key }) => !changed.has(key)),
    ...changes.flatMap(({ before }) => before ?? []),
  ];
  // A check or a pool that was made then may serve what was made since.
  for (;;) {
    const keys = new Set(wanted.map(({ key }) => key));
    const needed = new Set(wanted.flatMap(({ dependsOn }) => dependsOn));
    const missing = resources.filter(({ key }) => needed.has(key) && !keys.has(key));
    if (missing.length === 0) return wanted;
    wanted.push(...missing);
  }
}
