/** `signpost simulate --resolvers`: what weights become in practice. */
import type { SimulatedAnswer } from "../../../plan/simulate.ts";
import { clamps } from "../../../proof/clamps.ts";
import { loadsOf, type Population, simulateSkew } from "../../../proof/skew.ts";
import { renderSkew } from "../../../report/skew.ts";
import { UsageError } from "../../usage-error.ts";
import { clientsOf, type Question, type Shown, type View } from "./question.ts";

/** Answers that resolvers ask for in all: about a second. */
const budget = 15_000_000;
/** Resolvers in all tables together; each takes its time in every one of them. */
const mostResolvers = 2_000_000;
/** So many resolvers are the giants that are told apart. */
const giants = 3;

/** Throws `UsageError` when so many resolvers would take too long for so many tables. */
export function showSkew(question: Question, population: Population, view: View): Shown {
  const { steered, type, down } = question;
  const groups = groupClients(question);
  const mixed = groups.filter(({ answers }) => answers.length > 1).length;
  if (mixed * population.resolvers > mostResolvers) {
    throw new UsageError(
      `${mixed} classes of clients with ${population.resolvers} resolvers each take too long: choose a class with --from, or fewer resolvers`,
    );
  }
  const tables = groups.map(({ clients, answers, pinnedTo }) => ({
    clients,
    ...simulateSkew({
      population,
      ttl: steered.record.ttl,
      answers,
      pinnedTo,
      budget: budget / Math.max(1, mixed),
    }),
  }));
  const loads = loadsOf(population);
  const crowd = {
    ...population,
    largest: loads[0] ?? 0,
    giants: {
      resolvers: Math.min(giants, loads.length),
      share: loads.slice(0, giants).reduce((sum, load) => sum + load, 0),
    },
    clamps,
  };
  return {
    json: { population: crowd, skew: tables },
    text: renderSkew(
      { record: steered.record.name, type, ttl: steered.record.ttl, down, crowd, tables },
      view,
    ),
  };
}

interface Group {
  /** Classes of clients that are told the same. */
  readonly clients: readonly string[];
  readonly answers: readonly SimulatedAnswer[];
  /** With everything up, as it was when clients pinned their address. */
  readonly pinnedTo: readonly SimulatedAnswer[];
}

function groupClients(question: Question): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { name, at } of clientsOf(question)) {
    const answers = question.ask(at, question.down);
    const pinnedTo = question.ask(at, []);
    const key = JSON.stringify([answers, pinnedTo]);
    groups.set(key, { clients: [...(groups.get(key)?.clients ?? []), name], answers, pinnedTo });
  }
  return [...groups.values()];
}
