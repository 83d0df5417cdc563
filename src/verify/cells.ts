/** What to ask about a record: each of its types as each class of clients. */
import { type Endpoint, recordTypes } from "../policy/policy.ts";
import type { Shown } from "../provider/provider.ts";
import type { Client } from "../steering/client.ts";
import type { Distinctions } from "../steering/clients.ts";
import { addressOf, stateMaker } from "../steering/health.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { Cell } from "./cell.ts";
import { chooseNetworks, type Locate, type Unasked, type Vantage } from "./clients.ts";
import { expectAnswers } from "./expect.ts";

export interface Circumstances {
  readonly shown: Shown;
  /** Whom the policy tells apart, or what is live. */
  readonly distinctions: Distinctions;
  /** Units of health that are down. */
  readonly dead: ReadonlySet<string>;
  readonly vantages: Iterable<Vantage>;
  readonly locate: Locate;
  /** By how much the vendor's rounding moves a share, in percentage points. */
  readonly skew: number;
  /** Who is asked: servers, as often as it takes and with TTLs, or the vendor's own test of an answer. */
  readonly via: "dns" | "api";
  /** All endpoints of the policy, so that one which comes where it shouldn't is called by its name. */
  readonly endpoints: readonly Endpoint[];
}

/** Shares closer than this are equal: half of what is shown of them, in parts of 1. */
const tolerance = 0.001;

/** A label that nobody has, to ask for what a wildcard stands for. */
const anyLabel = "signpost-verify";

export function planCells(
  { record, tree }: SteeredRecord,
  { shown, distinctions, dead, vantages, locate, skew, via, endpoints: all }: Circumstances,
): { readonly cells: readonly Cell[]; readonly unasked: readonly Unasked[] } {
  const endpoints = endpointsOf(tree);
  const expectFor = (type: Cell["type"], client: Client) =>
    expectAnswers(tree, type, client, stateMaker(endpoints, type)(dead));
  const sameFor = (clients: readonly Client[]) =>
    record.types.every(
      (type) => new Set(clients.map((client) => JSON.stringify(expectFor(type, client)))).size <= 1,
    );
  const { asked, unasked } = chooseNetworks(distinctions, vantages, locate, sameFor);
  const labels = labelAddresses([...all, ...endpoints]);
  const isHidden = shown.choice === "behind the answer";
  const cells = record.types.flatMap((type) =>
    [...asked].reverse().map(({ name: client, client: at, subnet }): Cell => {
      const expected = expectFor(type, at);
      return {
        name: record.name,
        asked: record.name.replace(/^\*/u, anyLabel),
        type,
        client,
        subnet,
        expected,
        ttl: via === "api" || expected.some(({ isService }) => isService) ? null : shown.ttl,
        isCounted: via === "dns",
        isHidden,
        slack: Math.max(tolerance, skew / 100),
        labels,
      };
    }),
  );
  return { cells, unasked };
}

/** Of several endpoints with one address, the last. */
function labelAddresses(endpoints: readonly Omit<Endpoint, "healthCheck">[]): ReadonlyMap<string, string> {
  return new Map(
    endpoints.flatMap((endpoint) =>
      recordTypes.flatMap((type): readonly (readonly [string, string])[] => {
        const address = addressOf(endpoint, type);
        return address === null ? [] : [[address, endpoint.name]];
      }),
    ),
  );
}
