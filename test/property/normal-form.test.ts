import fc from "fast-check";
import { expect, test } from "vitest";
import { answer, type Outcome } from "../../src/steering/answer.ts";
import { classifyClients } from "../../src/steering/clients.ts";
import { normalize } from "../../src/steering/normalize.ts";
import { simplify } from "../../src/steering/simplify.ts";
import type { NormalNode, PlainNode, SteeringNode } from "../../src/steering/tree.ts";
import { dependsOnClient, locationsNamedIn, nodesOf, structureOf } from "../../src/steering/walk.ts";
import { clients, growTree, isDownIn, statesOf } from "./grow.ts";
import { policyDocument } from "./policies.ts";

const trees = policyDocument(4).map(growTree);

test("the normal form answers every client in every state as the tree does", () => {
  fc.assert(
    fc.property(trees, (tree) => expectSameMeaning(tree, normalize(tree))),
    { numRuns: 150 },
  );
});

test("the normal form has its geolocation at the root or nowhere", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const normal = normalize(tree);
      const below = nodesOf(normal).filter((node) => node !== normal);
      expect(below.filter((node) => node.kind === "geolocation")).toEqual([]);
      if (!dependsOnClient(tree)) expect(normal.kind).not.toBe("geolocation");
    }),
    { numRuns: 150 },
  );
});

test("what is in normal form already keeps its meaning and needs no more groups", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const once = normalize(tree);
      const twice = normalize(once);
      expectSameMeaning(tree, twice);
      expect(sizeOf(twice)).toBeLessThanOrEqual(sizeOf(once));
    }),
    { numRuns: 150 },
  );
});

test("simplifying keeps the meaning, and makes nothing larger", () => {
  let smaller = 0;
  fc.assert(
    fc.property(trees, (tree) => {
      const plain = withoutPlaces(tree);
      const simple = simplify(plain);
      expectSameMeaning(plain, simple);
      expect(sizeOf(simple)).toBeLessThanOrEqual(sizeOf(plain));
      expect(structureOf(simplify(simple))).toBe(structureOf(simple));
      if (sizeOf(simple) < sizeOf(plain)) smaller += 1;
    }),
    { numRuns: 150 },
  );
  expect(smaller).toBeGreaterThan(0);
});

function expectSameMeaning(tree: SteeringNode, other: SteeringNode): void {
  const named = classifyClients(locationsNamedIn(tree)).map(({ client }) => client);
  for (const state of statesOf(tree)) {
    const isDown = isDownIn(state);
    for (const client of [...named, ...clients]) {
      const wanted = answer(tree, client, isDown);
      const actual = answer(other, client, isDown);
      if (!isEqual(wanted, actual)) expect({ client, down: [...state], answers: actual }).toEqual(wanted);
    }
  }
}

function isEqual(one: readonly Outcome[], other: readonly Outcome[]): boolean {
  const shares = new Map(one.map(({ endpoints, share }) => [endpoints.join(" "), share]));
  return (
    one.length === other.length &&
    other.every(({ endpoints, share }) => Math.abs((shares.get(endpoints.join(" ")) ?? 2) - share) < 1e-9)
  );
}

function sizeOf(node: NormalNode | SteeringNode): number {
  return new Set(nodesOf(node).map(structureOf)).size;
}

/** A tree with each geolocation taken for a failover of its branches, staying ones held: any plain tree will do. */
function withoutPlaces(node: SteeringNode): PlainNode {
  switch (node.kind) {
    case "endpoint":
    case "multivalue":
      return node;
    case "stay":
      return { ...node, to: withoutPlaces(node.to) };
    case "failover":
      return { ...node, members: node.members.map(withoutPlaces) };
    case "weighted":
      return { ...node, members: node.members.map((share) => ({ ...share, to: withoutPlaces(share.to) })) };
    case "latency":
    case "geoproximity":
      return {
        ...node,
        members: node.members.map((member) => ({ ...member, to: withoutPlaces(member.to) })),
      };
    case "subnet":
      return {
        ...node,
        branches: node.branches.map((branch) => ({ ...branch, to: withoutPlaces(branch.to) })),
      };
    case "geolocation": {
      const members = node.branches.map(({ whenDown, to, origin }): PlainNode => {
        const plain = withoutPlaces(to);
        return whenDown === "stay" ? { kind: "stay", to: plain, origin, part: null } : plain;
      });
      return { kind: "failover", members, origin: node.origin, part: null };
    }
  }
}
