/**
 * The reference semantics against two authoritative servers that steer: gdnsd and PowerDNS. Each gets the policies in
 * its own words, checks the same endpoints over HTTP, and is asked from seven places; what it draws must be what
 * `answer` says. Left out, because not both have anything like it: multivalue, latency, geoproximity, subnets, endpoints
 * without a check, and weighted members that are groups.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer } from "../../src/steering/answer.ts";
import type { Branch, SteeringNode } from "../../src/steering/tree.ts";
import { nodesOf } from "../../src/steering/walk.ts";
import { askOften } from "./ask-often.ts";
import { findOutliers, type Observation } from "./judge.ts";
import { askers } from "./places.ts";
import { drawTrials, type Trial } from "./policies.ts";
import { findCommand, gdnsd, powerDns, zone } from "./start-server.ts";

const policies = 20;
const queries = 200;
/** Other policies: `DNS_SEED=2 npm run test:dns`. */
const seed = Number(process.env.DNS_SEED ?? 1);
const trials = drawTrials(policies, seed);

test("the policies hold what is to be compared", () => {
  const kinds = (kind: SteeringNode["kind"]) =>
    trials.filter(({ tree }) => nodesOf(tree).some((node) => node.kind === kind)).length / 3;
  const inside = trials.filter(({ tree }) =>
    nodesOf(tree).some((node) => node !== tree && node.kind === "geolocation"),
  );
  expect(kinds("geolocation")).toBeGreaterThanOrEqual(8);
  expect(kinds("failover")).toBeGreaterThanOrEqual(8);
  expect(kinds("weighted")).toBeGreaterThanOrEqual(12);
  expect(inside.length / 3).toBeGreaterThanOrEqual(2);
  expect(trials.filter(({ down }) => down.size > 0).length).toBeGreaterThan(policies);
});

describe.each([gdnsd, powerDns])("$title", (server) => {
  // In CI nothing is left out in silence.
  const isLeftOut = findCommand(server.command) === null && process.env.CI === undefined;
  if (isLeftOut) {
    process.stdout.write(
      `${server.title} is left out, since it is not installed: apt-get install ${server.packages}\n`,
    );
  }
  const observed = new Map<string, ReadonlyMap<string, number>>();
  let stop: () => Promise<void> = async () => {};

  beforeAll(async () => {
    const running = await server.start(trials);
    stop = running.stop;
    for (const { label } of trials) {
      const questions = askers.flatMap(({ network: subnet }) =>
        Array.from({ length: queries }, () => ({ name: `${label}.${zone}`, subnet })),
      );
      const answers = await askOften(running.port, questions);
      for (const [at, { name }] of askers.entries()) {
        observed.set(`${label} ${name}`, countEach(answers.slice(at * queries, (at + 1) * queries)));
      }
    }
  }, 150_000);

  afterAll(() => stop());

  test.skipIf(isLeftOut)(`answers ${policies} policies as the reference does`, () => {
    expect(observed.size).toBe(trials.length * askers.length);
    expect(findOutliers(observe(observed, (trial) => trial))).toEqual([]);
  });

  test.skipIf(isLeftOut).each([
    ["the first weight of each pool were 15 more", { weights: 15 }],
    ["states were as their countries", { states: false }],
    ["nobody had to stay", { stay: false }],
    ["nothing were down", { down: false }],
    ["failovers ran backwards", { backwards: true }],
  ] satisfies readonly (readonly [string, Change])[])("would be found to differ if %s", (_what, change) => {
    expect(findOutliers(observe(observed, (trial) => alter(trial, change))).length).toBeGreaterThan(0);
  });
});

/** What the reference says of each trial and place, beside what came. */
function observe(
  observed: ReadonlyMap<string, ReadonlyMap<string, number>>,
  alterTrial: (trial: Trial) => Trial,
): readonly Observation[] {
  return trials.map(alterTrial).flatMap(({ label, tree, addresses, down }) =>
    askers.map(({ name, client }): Observation => {
      const outcomes = answer(tree, client, (endpoint) => down.has(endpoint.name));
      const expected = outcomes.map(({ endpoints, share }): [string, number] => [
        endpoints.map((endpoint) => addresses.get(endpoint) ?? endpoint).join(" "),
        share,
      ]);
      return {
        trial: label,
        place: name,
        expected: new Map(expected),
        counts: observed.get(`${label} ${name}`) ?? new Map(),
      };
    }),
  );
}

function countEach(answers: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of answers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

interface Change {
  readonly weights?: number;
  readonly states?: false;
  readonly stay?: false;
  readonly down?: false;
  readonly backwards?: true;
}

/** A trial that means something else, which the same answers must not fit. */
function alter(trial: Trial, change: Change): Trial {
  return {
    ...trial,
    down: change.down === false ? new Set() : trial.down,
    tree: alterNode(trial.tree, change),
  };
}

function alterNode(node: SteeringNode, change: Change): SteeringNode {
  switch (node.kind) {
    case "weighted":
      return {
        ...node,
        members: node.members.map((member, at) =>
          at === 0 ? { ...member, weight: member.weight + (change.weights ?? 0) } : member,
        ),
      };
    case "failover": {
      const members = node.members.map((member) => alterNode(member, change));
      return { ...node, members: change.backwards ? members.reverse() : members };
    }
    case "geolocation":
      return {
        ...node,
        branches: node.branches.flatMap((branch): readonly Branch<SteeringNode>[] => {
          const from = branch.from.filter(({ kind }) => kind !== "subdivision" || change.states !== false);
          const whenDown = change.stay === false ? "fallThrough" : branch.whenDown;
          return from.length === 0 ? [] : [{ ...branch, from, whenDown, to: alterNode(branch.to, change) }];
        }),
      };
    default:
      return node;
  }
}
