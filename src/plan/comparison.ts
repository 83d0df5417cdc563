/** Where the providers of one policy would answer differently, by what was compiled for each. */
import type { Policy, ProviderId, RecordType } from "../policy/policy.ts";
import type { Placing } from "../provider/provider.ts";
import { providers } from "../provider/registry.ts";
import type { Client } from "../steering/client.ts";
import { type Distinctions, distinctionsIn, joinDistinctions } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { unitsOf } from "../steering/health.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { Target } from "./check.ts";
import type { LabelledShare, Shares } from "./shares.ts";
import { simulateProvider } from "./simulate.ts";

export interface Comparison {
  readonly policy: string;
  readonly providers: readonly { readonly provider: ProviderId; readonly title: string }[];
  readonly names: readonly ComparedName[];
}

export interface ComparedName {
  readonly name: string;
  /** Classes of clients × states of health that were compared: all is well, each single failure, all is down. */
  readonly compared: number;
  readonly differing: readonly DifferingCell[];
  /** What no answer shows, in the order of the providers. */
  readonly manners: readonly Manner[];
}

export interface DifferingCell {
  readonly clients: readonly string[];
  /** Endpoints that are dead; empty: none is, null: all are. */
  readonly down: readonly string[] | null;
  /** In the order of the providers. */
  readonly answers: readonly Shares[];
}

export interface Manner extends Placing {
  /** Seconds for which clients keep what was chosen for them. */
  readonly kept: number;
}

/** Compares the targets of one policy; null where there is nothing to compare. */
export function compareTargets(
  policy: Pick<Policy, "name" | "providers">,
  records: readonly SteeredRecord[],
  targets: readonly Target[],
): Comparison | null {
  if (targets.length < 2) return null;
  const reaches = targets.map(({ provider, compiled }) => providers[provider].indexReach(compiled.resources));
  return {
    policy: policy.name,
    providers: targets.map(({ provider }) => ({ provider, title: providers[provider].title })),
    names: records.map((steered) => {
      const { record } = steered;
      const own = targets.map((target, position) => ({
        target,
        resources: reaches[position]?.(record.name) ?? [],
      }));
      const seen = own
        .map(({ target, resources }) => providers[target.provider].distinctionsIn(resources))
        .reduce(joinDistinctions, distinctionsIn(steered.tree));
      return {
        name: record.name,
        ...compareAnswers(steered, targets, seen),
        manners: own.map(({ target: { provider: id }, resources }) => ({
          kept: providers[id].keptSeconds(record, policy),
          ...providers[id].placingIn(resources),
        })),
      };
    }),
  };
}

function compareAnswers(
  steered: SteeredRecord,
  targets: readonly Target[],
  seen: Distinctions,
): Pick<ComparedName, "compared" | "differing"> {
  const { classes } = classesToShow(seen);
  const cells = new Map<string, DifferingCell>();
  let compared = 0;
  for (const type of steered.record.types) {
    const units = unitsOf(endpointsOf(steered.tree), type).map(({ endpoints }) => endpoints);
    for (const { name, client } of classes) {
      const ask = (down: readonly string[]) =>
        targets.map((target) => askTarget(target, steered, type, client, down));
      const healthy = ask([]);
      const answered = new Set(healthy.flatMap((shares) => (shares ?? []).map(({ label }) => label)));
      // What nobody answers can die without changing anything.
      const failures = units.filter((unit) => unit.some((endpoint) => answered.has(endpoint)));
      const states: readonly (readonly [DifferingCell["down"], readonly Shares[]])[] = [
        [[], healthy],
        ...failures.map((unit) => [unit, ask(unit)] as const),
        ...(units.length > 1 ? [[null, ask(units.flat())] as const] : []),
      ];
      compared += states.length;
      for (const [down, answers] of states) {
        if (areAlike(answers)) continue;
        const key = JSON.stringify([down, answers]);
        const known = cells.get(key)?.clients ?? [];
        cells.set(key, { clients: [...new Set([...known, name])], down, answers });
      }
    }
  }
  return { compared, differing: [...cells.values()] };
}

/** What a client gets of one provider, endpoint by endpoint. */
function askTarget(
  target: Target,
  steered: SteeredRecord,
  type: RecordType,
  client: Client,
  down: readonly string[],
): Shares {
  const answers = simulateProvider({ steered, type, client, down: new Set(down) }, target);
  if (answers === null) return null;
  const shares = new Map<string, number>();
  for (const { endpoints, share } of answers) {
    for (const endpoint of endpoints) {
      shares.set(endpoint, (shares.get(endpoint) ?? 0) + share / endpoints.length);
    }
  }
  return [...shares]
    .map(([label, share]): LabelledShare => ({ label, share: Number(share.toFixed(9)) }))
    .sort((one, other) => other.share - one.share || (one.label < other.label ? -1 : 1));
}

/** Shares closer than this are equal, as everywhere: 0.1 percentage points. */
const tolerance = 0.001;

function areAlike([first = null, ...others]: readonly Shares[]): boolean {
  return others.every((other) => {
    if (first === null || other === null) return first === other;
    const labels = new Set([...first, ...other].map(({ label }) => label));
    return [...labels].every(
      (label) => Math.abs(shareOf(first, label) - shareOf(other, label)) <= tolerance + 1e-9,
    );
  });
}

function shareOf(shares: readonly LabelledShare[], wanted: string): number {
  return shares.find(({ label }) => label === wanted)?.share ?? 0;
}
