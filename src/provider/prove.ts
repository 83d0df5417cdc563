/** Holding a compile against the policy's meaning, and telling the smallest difference. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { RecordType } from "../policy/policy.ts";
import {
  type Counterexample,
  compareMeanings,
  type Equivalence,
  type Opponent,
  type ValueShare,
} from "../proof/equivalence.ts";
import type { Effort } from "../proof/explore.ts";
import { addressOf, unitsOf } from "../steering/health.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import { groupByOwner } from "./by-owner.ts";
import type { Evaluator, Provider } from "./provider.ts";
import type { Compiled } from "./resource.ts";

/** How much was checked, summed over records and types. */
export interface Proof {
  readonly records: number;
  /** The most classes of clients of any record. */
  readonly classes: number;
  /** The most states of health of any record. */
  readonly states: number;
  readonly exhaustive: boolean;
  /** Of the random sample, null when every state was tried. */
  readonly seed: number | null;
  /** Of all classes × states, those in which the answer rests on what the vendor doesn't document. */
  readonly undocumented: number;
  /** What doesn't mean the same, in whatever way. */
  readonly differing: readonly Differing[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One type of a record whose compile differs. */
export interface Differing {
  readonly record: string;
  readonly type: RecordType;
  /** Only where nothing that the client could be given is healthy. */
  readonly isLastResort: boolean;
}

/**
 * Questions after the health of a unit, of all records together: some eight seconds. Nobody waits longer for a plan, and a
 * proof that stops half-way is none.
 */
export const mostAsks = 24_000_000;

/** Compares every record and type of a compile with the policy. */
export function proveCompile(
  provider: Pick<Provider, "distinctionsIn" | "evaluate" | "title">,
  records: readonly SteeredRecord[],
  compiled: Compiled,
  effort: Effort = { asks: mostAsks },
): Proof {
  const byOwner = groupByOwner(compiled.resources, (resource) => resource.owner);
  const shared = compiled.resources.filter((resource) => resource.owner === null);
  const checks = new Map(
    shared.flatMap((one) => (one.kind === "health check" ? [[one.key, one] as const] : [])),
  );
  const others = shared.filter(({ kind }) => kind !== "health check");
  const diagnostics: Diagnostic[] = [];
  const differing: Differing[] = [];
  const results: Equivalence[] = [];
  for (const steered of records) {
    // An evaluator over the record's own resources: those of other names have no say in its answers.
    const own = byOwner.get(steered.record.name) ?? [];
    // Nor have checks that they don't refer to: with all of them, a policy would take the square of its size.
    const watching = [...new Set(own.flatMap(({ dependsOn }) => dependsOn))].flatMap(
      (key) => checks.get(key) ?? [],
    );
    const resources = [...watching, ...others, ...own];
    const evaluator = provider.evaluate(resources);
    const isRounded = own.some(({ key }) => compiled.unrounded.has(key));
    const unrounded = isRounded
      ? provider.evaluate(resources.map((one) => compiled.unrounded.get(one.key) ?? one))
      : null;
    const seen = provider.distinctionsIn(resources);
    const together = watching.map(({ key }) => compiled.units.get(key) ?? []);
    const skew = compiled.skews.get(steered.record.name) ?? 0;
    const answeredAs = compiled.answeredAs.get(steered.record.name);
    for (const type of answeredAs === undefined ? steered.record.types : [answeredAs]) {
      const compare = (asked: Evaluator, allowed: number) => {
        const opponent = opponentOf(asked, steered, type, compiled.units);
        return compareMeanings(steered, type, opponent, together, allowed, seen, effort);
      };
      // What rounding moves is allowed to what is rounded, and to nothing else: with exact weights, shares are exact.
      const exact = unrounded === null ? null : compare(unrounded, 0);
      const result = compare(evaluator, skew);
      results.push(result);
      if (effort.asks <= 0) {
        const { label, origin } = steered.record;
        return summarize(records, results, differing, [
          ...diagnostics,
          diagnose("proof-too-large", { record: label }, origin),
        ]);
      }
      const difference = exact?.difference ?? result.difference;
      const found = difference ?? exact?.lastResort ?? result.lastResort;
      if (found === null) continue;
      const isLastResort = difference === null;
      const { record } = steered;
      differing.push({ record: record.name, type, isLastResort });
      const args = describeDifference(provider.title, steered, type, found);
      diagnostics.push(
        isLastResort
          ? diagnose("last-resort", args, record.origin)
          : diagnose("compile-differs", { ...args, nearest: compiled.nearest(record.name) }, record.origin),
      );
    }
  }
  return summarize(records, results, differing, diagnostics);
}

function summarize(
  records: readonly SteeredRecord[],
  results: readonly Equivalence[],
  differing: readonly Differing[],
  diagnostics: readonly Diagnostic[],
): Proof {
  return {
    records: records.length,
    classes: results.reduce((most, { classes }) => Math.max(most, classes), 0),
    states: results.reduce((most, { states }) => Math.max(most, states), 0),
    exhaustive: results.every((result) => result.exhaustive),
    seed: results.find((result) => result.seed !== null)?.seed ?? null,
    undocumented: results.reduce((sum, one) => sum + one.undocumented, 0),
    differing,
    diagnostics,
  };
}

/** A vendor's evaluator as the other side of a proof: a check is down when a unit that it watches is. */
export function opponentOf(
  evaluator: Evaluator,
  { record }: SteeredRecord,
  type: RecordType,
  units: Compiled["units"],
): Opponent {
  return (client, isDead) =>
    evaluator(
      { name: record.name, type, client },
      ({ key }) => key !== null && (units.get(key)?.some(isDead) ?? false),
    );
}

/** Who gets what instead, in the names of the policy's endpoints. */
export function describeDifference(
  provider: string,
  { record, tree }: SteeredRecord,
  type: RecordType,
  difference: Counterexample,
) {
  const endpoints = endpointsOf(tree);
  const down = unitsOf(endpoints, type)
    .filter((unit) => difference.dead.has(unit.key))
    .flatMap((unit) => unit.endpoints);
  // Endpoints with one address can't be told apart by an answer.
  const named = new Map<string, string>();
  for (const endpoint of endpoints) {
    const address = addressOf(endpoint, type);
    if (address === null) continue;
    const known = named.get(address);
    named.set(address, known === undefined ? endpoint.name : `${known}/${endpoint.name}`);
  }
  const say = (shares: readonly ValueShare[] | null) =>
    shares === null
      ? "something that can't be told"
      : shares
          .map(({ values, share }) => {
            const names = values.map((value) => named.get(value) ?? value).join(" + ");
            return `${names === "" ? "nothing" : names} ${Number((share * 100).toFixed(1))} %`;
          })
          .join(" and ");
  return {
    provider,
    client: difference.client.name,
    down,
    record: record.label,
    type,
    wanted: say(difference.wanted),
    actual: say(difference.actual),
  };
}
