/** What all clients get, and what they get when one endpoint more goes down. */
import type { RecordType } from "../policy/policy.ts";
import type { Client } from "../steering/client.ts";
import { distinctionsIn } from "../steering/clients.ts";
import { classesToShow } from "../steering/estimate.ts";
import { type HealthUnit, unitsDownWith, unitsOf } from "../steering/health.ts";
import type { SteeringNode } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { SimulatedAnswer } from "./simulate.ts";

export interface FailureTable {
  /** Who is nearest was guessed from where clients are. */
  readonly estimated: boolean;
  /** Checked endpoints that somebody gets; those that die together are one failure. */
  readonly failures: readonly (readonly string[])[];
  /** The most specific first. */
  readonly clients: readonly ClientFailures[];
  /** Checked endpoints that nobody gets, so that their failure changes nothing. */
  readonly idle: readonly string[];
  /** Endpoints that nothing checks: their failure is never noticed. */
  readonly unchecked: readonly string[];
}

export interface ClientFailures {
  readonly name: string;
  readonly client: Client;
  readonly answers: readonly SimulatedAnswer[];
  /** Of the endpoints that it gets; any other failure leaves its answers as they are. */
  readonly failures: readonly {
    readonly down: readonly string[];
    readonly answers: readonly SimulatedAnswer[];
  }[];
}

/**
 * Tabulates every class of clients with every single failure.
 *
 * @param down - endpoints that are dead all the time
 */
export function tabulateFailures(
  tree: SteeringNode,
  type: RecordType,
  down: readonly string[],
  ask: (client: Client, down: readonly string[]) => readonly SimulatedAnswer[],
): FailureTable {
  const endpoints = endpointsOf(tree);
  const dead = unitsDownWith(new Set(down), endpoints, type);
  const units = unitsOf(endpoints, type).filter(({ key }) => !dead.has(key));
  const unitOf = new Map<string, HealthUnit>(
    units.flatMap((unit) => unit.endpoints.map((name) => [name, unit] as const)),
  );
  const { classes, estimated } = classesToShow(distinctionsIn(tree));
  const asked = classes.map(({ name, client }) => {
    const answers = ask(client, down);
    // What isn't answered can die without changing anything, so that a large record is a table of reasonable size.
    const got = new Set(
      answers.flatMap((answer) => answer.endpoints.flatMap((one) => unitOf.get(one) ?? [])),
    );
    return { name, client, answers, got };
  });
  const failures = new Set(asked.flatMap(({ got }) => [...got]));
  return {
    estimated,
    failures: [...failures].map((unit) => unit.endpoints),
    clients: asked.map(({ got, ...client }) => ({
      ...client,
      failures: [...got].map((unit) => ({
        down: unit.endpoints,
        answers: ask(client.client, [...down, ...unit.endpoints]),
      })),
    })),
    idle: units.filter((unit) => !failures.has(unit)).flatMap((unit) => unit.endpoints),
    unchecked: endpoints.filter(({ check }) => check === null).map(({ name }) => name),
  };
}
