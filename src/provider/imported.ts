/** What stands in a zone as a tree that knows no vendor: what an import makes a policy of. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { CheckSettings, RecordType, ServiceAlias } from "../policy/policy.ts";
import { anywhere, type Location } from "../steering/geography.ts";
import type { RankedPlace } from "../steering/ranking.ts";
import type { Network } from "../steering/subnet.ts";
import type { Json, Resource } from "./resource.ts";

/** A check of one address, as it was found. */
export interface FoundCheck {
  readonly settings: CheckSettings;
  /** The key by which the provider's evaluator asks whether it fails. */
  readonly key: string;
}

interface Labelled {
  /** What the zone calls it, the best name first; none of them need be a name in a policy. */
  readonly labels: readonly string[];
}

/** An endpoint as it answers for one type. */
export interface FoundEndpoint extends Labelled {
  readonly kind: "endpoint";
  /** An address or a host name; of an AWS service, its name. */
  readonly value: string;
  readonly service: ServiceAlias | null;
  readonly check: FoundCheck | null;
}

/** A tree with whatever stands for endpoints at its leaves. */
export type FoundTree<E> =
  | E
  | (Labelled & { readonly kind: "multivalue"; readonly members: readonly E[] })
  | (Labelled & {
      readonly kind: "weighted";
      readonly members: readonly { readonly weight: number; readonly to: FoundTree<E> }[];
    })
  | (Labelled & { readonly kind: "failover"; readonly members: readonly FoundTree<E>[] })
  | (Labelled & { readonly kind: "geolocation"; readonly branches: readonly FoundBranch<E>[] })
  | (Labelled & {
      readonly kind: "latency" | "geoproximity";
      readonly members: readonly { readonly place: RankedPlace; readonly to: FoundTree<E> }[];
    })
  | (Labelled & {
      readonly kind: "subnet";
      readonly branches: readonly { readonly from: readonly Network[]; readonly to: FoundTree<E> }[];
    });

export interface FoundBranch<E> {
  readonly from: readonly Location[];
  readonly to: FoundTree<E>;
  readonly whenDown: "stay" | "fallThrough";
}

export type FoundNode = FoundTree<FoundEndpoint>;

/** One type of a name. */
export interface FoundRecord {
  readonly type: RecordType;
  /** All that occur below the name, in seconds; none where only services answer. */
  readonly ttls: readonly number[];
  readonly to: FoundNode;
}

export interface FoundName {
  readonly name: string;
  /** In the order of the types; none where it can't be expressed at all. */
  readonly records: readonly FoundRecord[];
  /** What can't be expressed, or is expressed by something else. */
  readonly remarks: readonly Diagnostic[];
  /** Whose health decides now and wouldn't by the policy, for people: no answer is compared while they are down. */
  readonly ignored: readonly string[];
}

/** What an import finds in a zone. */
export interface FoundZone {
  readonly names: readonly FoundName[];
  /** What answers for them now, ready for the evaluator. */
  readonly resources: readonly Resource[];
  /** What the provider's settings must say for it, beside those that were asked for. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Names that were left where they are. */
  readonly left: LeftNames;
}

export interface LeftNames {
  /** That steer nothing. */
  readonly plain: readonly string[];
  /** That other names of the zone lead to, and that came along as parts of these. */
  readonly helpers: readonly string[];
  /** That a policy of Signpost holds. */
  readonly owned: readonly { readonly name: string; readonly policy: string }[];
  /** That were asked for, and have no address. */
  readonly missing: readonly string[];
}

/** Whether no state of health makes a group turn away from it. */
export function isAlwaysUp(node: FoundNode): boolean {
  switch (node.kind) {
    case "endpoint":
      return node.check === null;
    case "multivalue":
    case "failover":
      return node.members.some(isAlwaysUp);
    case "weighted":
      return node.members.some(({ weight, to }) => weight > 0 && isAlwaysUp(to));
    case "latency":
    case "geoproximity":
      return node.members.some(({ to }) => isAlwaysUp(to));
    case "subnet":
      return node.branches.some(({ from }) => from.length === 0);
    case "geolocation":
      return node.branches.some(
        ({ from, to, whenDown }) =>
          from.some(({ kind }) => kind === "anywhere") && (whenDown === "stay" || isAlwaysUp(to)),
      );
  }
}

/** The same answers, but nobody is sent past it, whatever its health: a branch for everybody that nobody leaves. */
export function keepInside(node: FoundNode): FoundNode {
  if (isAlwaysUp(node)) return node;
  return { kind: "geolocation", labels: [], branches: [{ from: [anywhere], to: node, whenDown: "stay" }] };
}

/** One of several by weight. A single one is itself, whatever its weight; null for none. */
export function weigh(
  members: readonly { readonly weight: number; readonly to: FoundNode }[],
  labels: readonly string[],
): FoundNode | null {
  const [first, ...others] = members;
  if (first === undefined) return null;
  return others.length === 0 ? first.to : { kind: "weighted", labels, members };
}

/** One after the other. A single one is itself; null for none. */
export function chain(members: readonly FoundNode[], labels: readonly string[]): FoundNode | null {
  const [first, ...others] = members;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: "failover", labels, members };
}

/** What is met in several ways is said once. */
export function addRemark(remarks: Diagnostic[], remark: Diagnostic): void {
  const text = JSON.stringify(remark);
  if (!remarks.some((known) => JSON.stringify(known) === text)) remarks.push(remark);
}
