/** Planning the way back: what a journal changed as it was before, and everything else as it is. */
import { type Asked, type Prepared, planOver } from "../plan/plan.ts";
import { refuseMovingAdoption } from "../plan/refuse.ts";
import type { Policy } from "../policy/policy.ts";
import type { Connection, Snapshot } from "../provider/connection.ts";
import { isOwn } from "../provider/own-names.ts";
import { proveCompile } from "../provider/prove.ts";
import { providers } from "../provider/registry.ts";
import type { Compiled, Resource } from "../provider/resource.ts";
import { findMoved } from "./held.ts";
import type { ReadJournal } from "./read-journal.ts";

export type Rollback =
  | { readonly kind: "planned"; readonly prepared: Prepared }
  /** Somebody changed since what the journal changed. */
  | { readonly kind: "moved"; readonly moved: readonly string[] }
  /** It took over what a former name of the policy marked, which the vendor has no way back from. */
  | { readonly kind: "renamed"; readonly former: string };

/** Reads the zone and plans the way back. Throws `ProviderError` when the zone can't be read. */
export async function prepareRollback(
  journal: ReadJournal,
  policy: Policy,
  connection: Connection,
  asked: Asked,
): Promise<Rollback> {
  const former = renamedFrom(journal);
  if (former !== null) return { kind: "renamed", former };
  const after = journal.changes.flatMap((change) => change.after ?? []);
  // Lined up with both sides, the one from before last: where both name a thing, that is what it becomes.
  const adopted = new Set([...(journal.adopted ?? []), ...releasedBy(journal, policy)]);
  const snapshot = await connection.read(compiledOf([...after, ...journal.before]), adopted);
  const moved = findMoved(journal, snapshot, new Set());
  if (moved.length > 0) return { kind: "moved", moved };
  const compiled = compiledOf(resourcesBefore(journal, snapshot));
  const proof = proveCompile(providers[journal.provider], [], compiled);
  // What that run made is ours, though nobody wants it any more.
  const target = { provider: journal.provider, compiled, proof, known: after };
  const prepared = await planOver(policy, [], target, connection, snapshot, asked);
  return { kind: "planned", prepared: refuseMoving(prepared, adopted) };
}

/** The name that the policy had before the run, where the run marked all anew; null when nothing was renamed for good. */
function renamedFrom({ provider, policy, before, changes }: ReadJournal): string | null {
  if (providers[provider].renames === "in its markers") return null;
  // What only deletes names nothing anew.
  if (changes.every(({ after }) => after === null)) return null;
  const former = before.find(({ kind, attributes }) => kind === "marker" && attributes.policy !== policy);
  return former === undefined ? null : String(former.attributes.policy);
}

/** Names that the run left to whoever made what stands there, as the rollback of an adoption does. */
function releasedBy({ changes, before }: ReadJournal, policy: Policy): readonly string[] {
  const changed = new Set(changes.map(({ key }) => key));
  const left = [
    ...before.filter(({ key }) => !changed.has(key)),
    ...changes.flatMap(({ after }) => after ?? []),
  ];
  const answering = new Set(left.filter(isAnswer).map(({ owner }) => owner));
  return changes.flatMap(({ before: old, after }) => {
    if (old === null || old.kind !== "marker" || after !== null || !answering.has(old.owner)) return [];
    return isOwn(policy, String(old.attributes.policy)) ? (old.owner ?? []) : [];
  });
}

/** What is taken over without a mark is held to what every adoption is: no answer moves. */
function refuseMoving(prepared: Prepared, adopted: ReadonlySet<string>): Prepared {
  const { plan, snapshot } = prepared;
  const unmarked = new Set(snapshot.names.flatMap(({ name, policy }) => (policy === null ? name : [])));
  const standing = new Set(snapshot.resources.filter(isAnswer).map(({ owner }) => owner));
  const taken = plan.names.filter(
    ({ name }) => adopted.has(name) && unmarked.has(name) && standing.has(name),
  );
  const refusals = [...plan.refusals, ...refuseMovingAdoption(taken, new Map())];
  return { ...prepared, plan: { ...plan, refusals } };
}

function isAnswer({ kind }: Resource): boolean {
  return kind === "record set" || kind === "load balancer" || kind === "dns record";
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
