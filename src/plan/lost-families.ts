/** Families of addresses that a name loses: whoever dials over the other one only is left without an answer. */
import type { RecordType } from "../policy/policy.ts";
import type { SteeringNode } from "../steering/tree.ts";
import { isLost } from "./guards/lost-answers.ts";
import { tabulateName, type Worlds } from "./worlds.ts";

/** A family, and the classes of clients that get it now and would get none of it. */
export interface LostFamily {
  readonly type: RecordType;
  readonly clients: readonly string[];
}

/** Whoever asks for an address is answered with one, or with a CNAME that leads to some. */
const families: readonly RecordType[] = ["A", "AAAA"];

/** @param tree - what the record means, null without one */
export function findLostFamilies(
  worlds: Worlds,
  name: string,
  tree: SteeringNode | null,
): readonly LostFamily[] {
  return families.flatMap((type) => {
    const { traffic } = tabulateName(worlds, name, [type], tree);
    const rows = traffic.flatMap((table) => table.rows);
    const lost = rows.filter(isLost);
    return lost.length === 0 ? [] : [{ type, clients: lost.flatMap(({ clients }) => clients) }];
  });
}
