import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer, candidatesOf, isHealthy, type Outcome } from "../../src/steering/answer.ts";
import type { ClientPlace } from "../../src/steering/geography.ts";
import { downUnits, unitsDownWith } from "../../src/steering/health.ts";
import type { SteeredEndpoint, SteeringNode } from "../../src/steering/tree.ts";
import { endpointsOf, isAlwaysHealthy, nodesOf } from "../../src/steering/walk.ts";
import { clients, growTree, isDownIn, type State, statesOf } from "./grow.ts";
import { policyDocument } from "./policies.ts";

const trees = policyDocument(4).map(growTree);
const numRuns = 100;

function forAll(
  law: (tree: SteeringNode, client: ClientPlace, state: State, answered: readonly Outcome[]) => void,
): void {
  fc.assert(
    fc.property(trees, (tree) => {
      for (const state of statesOf(tree)) {
        for (const client of clients) law(tree, client, state, answer(tree, client, isDownIn(state)));
      }
    }),
    { numRuns },
  );
}

describe("the reference semantics", () => {
  test("shares are above 0 and add up to 1, and no outcome is told twice", () => {
    forAll((_tree, _client, _state, answered) => {
      const sum = answered.reduce((total, { share }) => total + share, 0);
      if (Math.abs(sum - 1) > 1e-9) expect(sum).toBe(1);
      if (answered.some(({ share }) => share <= 0)) expect(answered).toBe("all above 0");
      const keys = new Set(answered.map(({ endpoints }) => endpoints.join(" ")));
      if (keys.size !== answered.length) expect(answered).toBe("each outcome once");
    });
  });

  test("a drained member never answers, in any state", () => {
    let drained = 0;
    forAll((tree, client, state, answered) => {
      const possible = possibleIn(tree, client);
      const names = new Set<string>([...possible].map(({ name }) => name));
      if (names.size < endpointsOf(tree).length) drained += 1;
      for (const name of namesIn(answered)) {
        if (!names.has(name)) expect({ answered, state: [...state] }).toBe("undrained");
      }
    });
    expect(drained).toBeGreaterThan(0);
  });

  /**
   * An endpoint is *noticed* to be dead when it is down and checked. A *holding* group is the whole tree, or what
   * a staying branch leads to: a client is never sent out of it. The law: if a dead endpoint is answered, then
   * there is a holding group in which this client was, that could give it this endpoint, and everything else
   * that this group could give it is noticed to be dead as well.
   */
  test("an endpoint that is noticed to be dead is answered only where all that this client could be given there is", () => {
    let lastResorts = 0;
    forAll((tree, client, state, answered) => {
      const holding = holdingGroups(tree, client);
      const isDead = ({ name, check }: SteeredEndpoint) => check !== null && state.has(name);
      const dead = new Set<string>(
        endpointsOf(tree)
          .filter(isDead)
          .map(({ name }) => name),
      );
      for (const { endpoints } of answered) {
        for (const name of endpoints) {
          if (!dead.has(name)) continue;
          lastResorts += 1;
          const isExcused = holding.some((group) => {
            const possible = [...possibleIn(group, client)];
            return possible.some((endpoint) => endpoint.name === name) && possible.every(isDead);
          });
          if (!isExcused) expect({ name, client, state: [...state] }).toBe("answered as a last resort only");
        }
      }
    });
    expect(lastResorts).toBeGreaterThan(0);
  });

  test("nobody gets no answer but where the root has no branch for them", () => {
    forAll((tree, client, _state, answered) => {
      const isEmpty = answered.some(({ endpoints }) => endpoints.length === 0);
      const isLeftOut = tree.kind === "geolocation" && candidatesOf(tree, client).length === 0;
      if (isEmpty !== isLeftOut) expect({ answered, client }).toBe("an answer");
    });
  });

  test("an endpoint that isn't answered can die without changing the answer", () => {
    let died = 0;
    fc.assert(
      fc.property(trees, (tree) => {
        for (const state of statesOf(tree)) {
          for (const client of clients) {
            const answered = answer(tree, client, isDownIn(state));
            const got = namesIn(answered);
            const others = endpointsOf(tree).filter(({ name }) => !got.has(name) && !state.has(name));
            // One at a time covers any number: the answer is the same, so the next one isn't answered either.
            for (const { name } of others.slice(0, 2)) {
              died += 1;
              const after = answer(tree, client, isDownIn(new Set([...state, name])));
              if (JSON.stringify(after) !== JSON.stringify(answered)) expect(after).toEqual(answered);
            }
          }
        }
      }),
      { numRuns: numRuns / 2 },
    );
    expect(died).toBeGreaterThan(0);
  });

  test("nobody is told when an endpoint without a check dies", () => {
    forAll((tree, client, state, answered) => {
      const checked = new Set(
        endpointsOf(tree).flatMap(({ name, check }) => (check !== null && state.has(name) ? [name] : [])),
      );
      if (checked.size < state.size) expect(answer(tree, client, isDownIn(checked))).toEqual(answered);
    });
  });

  test("what is always healthy has no state in which a group would turn away from it", () => {
    let always = 0;
    fc.assert(
      fc.property(trees, (tree) => {
        const immortal = nodesOf(tree).filter((node) => node.kind !== "endpoint" && isAlwaysHealthy(node));
        always += immortal.length;
        for (const node of immortal) {
          // A root without `anywhere` turns away whom it has nothing for.
          if (node === tree && node.kind === "geolocation") continue;
          for (const state of statesOf(tree)) {
            for (const client of clients) {
              if (!isHealthy(node, client, isDownIn(state))) expect({ client, state }).toBe("healthy");
            }
          }
        }
      }),
      { numRuns },
    );
    expect(always).toBeGreaterThan(0);
  });

  test("endpoints with one address and check go down together", () => {
    let shared = 0;
    fc.assert(
      fc.property(trees, (tree) => {
        const endpoints = endpointsOf(tree);
        for (const endpoint of endpoints) {
          const isDown = downUnits(unitsDownWith(new Set([endpoint.name]), endpoints, "A"), "A");
          for (const other of endpoints) {
            const together =
              endpoint.check !== null &&
              other.ipv4 === endpoint.ipv4 &&
              other.check?.name === endpoint.check.name;
            expect(isDown(other)).toBe(together);
            if (together && other !== endpoint) shared += 1;
          }
        }
      }),
      { numRuns },
    );
    expect(shared).toBeGreaterThan(0);
  });
});

function namesIn(outcomes: readonly Outcome[]): ReadonlySet<string> {
  return new Set(outcomes.flatMap(({ endpoints }) => endpoints));
}

/** Everything that a node could give a client in one state or another, by the rules and not by trying. */
function possibleIn(node: SteeringNode, client: ClientPlace): ReadonlySet<SteeredEndpoint> {
  if (node.kind === "endpoint") return new Set([node.endpoint]);
  return new Set(givenOn(node, client).flatMap((child) => [...possibleIn(child, client)]));
}

/** The nodes that a node may hand a client on to. */
function givenOn(node: SteeringNode, client: ClientPlace): readonly SteeringNode[] {
  switch (node.kind) {
    case "endpoint":
      return [];
    case "multivalue":
    case "failover":
      return node.members;
    case "weighted":
      return node.members.filter(({ weight }) => weight > 0).map(({ to }) => to);
    case "latency":
    case "geoproximity":
      return node.members.map(({ to }) => to);
    case "subnet":
      return node.branches.map(({ to }) => to);
    case "stay":
      return [node.to];
    case "geolocation":
      return candidatesOf(node, client).map(({ to }) => to);
  }
}

/** The whole tree and whatever staying branches this client can get into. */
function holdingGroups(root: SteeringNode, client: ClientPlace): readonly SteeringNode[] {
  const found: SteeringNode[] = [root];
  const visit = (node: SteeringNode): void => {
    if (node.kind === "geolocation") {
      for (const { whenDown, to } of candidatesOf(node, client)) if (whenDown === "stay") found.push(to);
    }
    for (const child of givenOn(node, client)) visit(child);
  };
  visit(root);
  return found;
}
