/** Whom a guarantee asks: the policy, or a vendor that answers something else in some state. */
import type { RecordType } from "../policy/policy.ts";
import { answer, type Outcome } from "../steering/answer.ts";
import type { Client } from "../steering/client.ts";
import type { Distinctions } from "../steering/clients.ts";
import { addressOf, unitKeyOf } from "../steering/health.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { IsEndpointDead } from "./breaker.ts";
import type { Opponent } from "./equivalence.ts";

/** What a client gets in a state of health, by the policy or by a vendor. */
export type Ask = (client: Client, isDead: IsEndpointDead) => readonly Outcome[];

/** A vendor that doesn't answer for a record as the policy does, in whatever state. */
export interface Vendor {
  readonly title: string;
  readonly record: string;
  readonly type: RecordType;
  readonly opponent: Opponent;
  /** Whom its side tells apart. */
  readonly seen: Distinctions;
}

/** A vendor's answers by the names of endpoints; of several with one address the first. */
export function askerOf({ tree }: SteeredRecord, vendor: Vendor | null): Ask {
  if (vendor === null) return (client, isDead) => answer(tree, client, ({ name }) => isDead(name));
  const { type, opponent } = vendor;
  const endpoints = [...endpointsOf(tree)].reverse();
  const names = new Map(endpoints.map((one) => [addressOf(one, type) ?? "", one.name]));
  const units = new Map(endpoints.map((one) => [unitKeyOf(one, type) ?? "", one.name]));
  return (client, isDead) =>
    (
      opponent(client, (unit) => {
        const name = units.get(unit);
        return name !== undefined && isDead(name);
      }) ?? []
    ).map(({ values, share }) => ({ endpoints: values.flatMap((value) => names.get(value) ?? []), share }));
}
