/** What policies of one run can't share. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Origin, Policy } from "../policy/policy.ts";

/**
 * Policies with one name in one zone, and names of a zone that two policies claim: each would undo what the other
 * does. A name is told at both.
 */
export function findClashes(
  claimants: readonly Claimant[],
  lineOf: (origin: Origin) => number,
): readonly Diagnostic[] {
  return [
    ...findNamesakes(claimants),
    ...findFormerNames(claimants, lineOf),
    ...findClaims(claimants, lineOf),
  ];
}

/** What a policy takes for itself: little, so that many can be compared. */
export interface Claimant {
  readonly name: string;
  readonly formerly: readonly string[];
  readonly zone: string;
  /** Null when the policy leaves it to the zone's name, undefined when it doesn't go to Route 53. */
  readonly hostedZoneId: string | null | undefined;
  readonly records: readonly { readonly name: string; readonly origin: Origin }[];
  readonly origin: Origin;
}

export function claimantOf({ name, formerly, zone, providers, records, origin }: Policy): Claimant {
  return {
    name,
    formerly,
    zone,
    hostedZoneId: providers.route53?.hostedZoneId,
    records: records.map((record) => ({ name: record.name, origin: record.origin })),
    origin,
  };
}

function findNamesakes(claimants: readonly Claimant[]): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return claimants.flatMap(({ name, zone, origin }) => {
    const key = `${name} ${zone}`;
    const path = seen.get(key);
    if (path === undefined) {
      seen.set(key, origin.file);
      return [];
    }
    return [diagnose("policy-named-twice", { name, zone, path }, { ...origin, pointer: "/name" })];
  });
}

/** A name by which a policy is or was called, where it says so. */
interface Calling {
  readonly claimant: Claimant;
  readonly isFormer: boolean;
  readonly origin: Origin;
}

/**
 * One name that two policies of a zone claim for what it marks, at least one of them as its former one: whichever is
 * applied first takes all of it. Told at both.
 */
function findFormerNames(
  claimants: readonly Claimant[],
  lineOf: (origin: Origin) => number,
): readonly Diagnostic[] {
  const callings = new Map<string, Calling[]>();
  for (const claimant of claimants) {
    const { name, formerly, zone, origin } = claimant;
    const own: Calling = { claimant, isFormer: false, origin: { ...origin, pointer: "/name" } };
    const all = new Map([
      [name, own],
      ...formerly.map((former, position): [string, Calling] => [
        former,
        { claimant, isFormer: true, origin: { ...origin, pointer: `/formerly/${position}` } },
      ]),
    ]);
    for (const [called, calling] of all) {
      const key = `${called} ${zone}`;
      callings.set(key, [...(callings.get(key) ?? []), calling]);
    }
  }
  return [...callings].flatMap(([key, sharing]) => {
    const [called = ""] = key.split(" ");
    return sharing.flatMap((calling): readonly Diagnostic[] => {
      const other = sharing.find(
        (one) => one.claimant !== calling.claimant && (one.isFormer || calling.isFormer),
      );
      if (other === undefined) return [];
      const args = {
        name: called,
        policy: other.claimant.name,
        isFormer: calling.isFormer,
        isOthersFormer: other.isFormer,
        file: other.origin.file,
        line: lineOf(other.origin),
      };
      return [diagnose("formerly-claimed", args, calling.origin)];
    });
  });
}

interface Claim {
  readonly claimant: Claimant;
  readonly origin: Origin;
}

function findClaims(
  claimants: readonly Claimant[],
  lineOf: (origin: Origin) => number,
): readonly Diagnostic[] {
  const claims = new Map<string, Claim[]>();
  for (const claimant of claimants) {
    for (const { name, origin } of claimant.records) {
      const known = claims.get(name);
      if (known === undefined) claims.set(name, [{ claimant, origin }]);
      else known.push({ claimant, origin });
    }
  }
  return [...claims].flatMap(([name, sharing]) =>
    sharing.flatMap(({ claimant, origin }): readonly Diagnostic[] => {
      // Two policies of one name were told so; and a name that a policy has twice is its own mistake.
      const found = sharing.find(
        ({ claimant: other }) =>
          other !== claimant && other.name !== claimant.name && mayMeet(other, claimant),
      );
      if (found === undefined) return [];
      const args = { name, policy: found.claimant.name, file: found.origin.file, line: lineOf(found.origin) };
      return [diagnose("record-claimed-twice", args, origin)];
    }),
  );
}

/** Zones of one name can lie side by side, as a public and a private one do; their ids tell them apart. */
function mayMeet({ hostedZoneId: id }: Claimant, { hostedZoneId: otherId }: Claimant): boolean {
  if (id === undefined || otherId === undefined) return id === otherId;
  return id === null || otherId === null || id === otherId;
}
