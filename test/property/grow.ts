/** From a document, as it is written, to its trees and their compile. A mistake in it fails the test. */
import { hasErrors } from "../../src/diagnostic/describe.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import type { Policy } from "../../src/policy/policy.ts";
import type { Compiled } from "../../src/provider/resource.ts";
import { route53 } from "../../src/provider/route53/route53.ts";
import type { IsDown } from "../../src/steering/answer.ts";
import type { ClientPlace } from "../../src/steering/geography.ts";
import { steerPolicy } from "../../src/steering/steer.ts";
import type { SteeredEndpoint, SteeredRecord, SteeringNode } from "../../src/steering/tree.ts";
import { endpointsOf } from "../../src/steering/walk.ts";

export type Document = { readonly [key: string]: unknown };

export interface Grown {
  readonly policy: Policy;
  readonly records: readonly SteeredRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface GrownAndCompiled extends Grown {
  readonly compiled: Compiled;
}

export function grow(document: Document): Grown {
  const loaded = loadPolicy({ path: "policy.json", text: JSON.stringify(document) });
  if (loaded.policy === null) throw new Error(JSON.stringify(loaded.diagnostics));
  const steered = steerPolicy(loaded.policy);
  const diagnostics = [...loaded.diagnostics, ...steered.diagnostics];
  if (hasErrors(diagnostics)) throw new Error(JSON.stringify(diagnostics));
  return { policy: loaded.policy, records: steered.records, diagnostics };
}

export function compile(document: Document): GrownAndCompiled {
  const grown = grow(document);
  return { ...grown, compiled: route53.compile(grown.policy, grown.records) };
}

/** The tree of the only record. */
export function growTree(document: Document): SteeringNode {
  return onlyRecord(grow(document)).tree;
}

export function onlyRecord({ records }: Pick<Grown, "records">): SteeredRecord {
  const [record, ...others] = records;
  if (record === undefined || others.length > 0) throw new Error(`${records.length} records instead of one`);
  return record;
}

/** A state of health, as the endpoints that are dead in it. */
export type State = ReadonlySet<string>;

/** All 2ⁿ states of the endpoints that a tree names, each endpoint for itself. */
export function statesOf(tree: SteeringNode): readonly State[] {
  return subsetsOf(endpointsOf(tree).map((endpoint) => endpoint.name));
}

export function subsetsOf(names: readonly string[]): readonly State[] {
  return Array.from(
    { length: 2 ** names.length },
    (_, bits): State => new Set(names.filter((_name, position) => (bits >> position) & 1)),
  );
}

export function isDownIn(state: State): IsDown {
  return (endpoint: SteeredEndpoint) => state.has(endpoint.name);
}

function place(
  continent: ClientPlace["continent"],
  country: string | null,
  subdivision: string | null = null,
) {
  return { continent, country, subdivision } satisfies ClientPlace;
}

/** Clients as they are met: in countries and states, mentioned or not, in a continent alone, or nowhere known. */
export const clients: readonly ClientPlace[] = [
  place("EU", "DE"),
  place("EU", "FR"),
  place("EU", "GB"),
  place("EU", "RU"),
  place("EU", null),
  place("NA", "US", "CA"),
  place("NA", "US", "NY"),
  place("NA", "US", "WA"),
  place("NA", "US"),
  place("NA", "CA"),
  place("AF", "NA"),
  place("AS", "JP"),
  place("OC", "AU"),
  place("SA", "BR"),
  // Christmas Island is not in the table: it is `anywhere`, whatever continent it is said to be on.
  place("OC", "CX"),
  place(null, null),
];
