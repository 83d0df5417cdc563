/** What a change of a policy does to the rules that it is held to: whoever may change both could let anything pass. */
import type { Policy } from "../policy/policy.ts";
import type { Waiver } from "../policy/settings.ts";

/** One rule that comes, goes or is another. */
export interface RevisedRule {
  /** "guard max-shift", "guarantee Europe stays in Europe". */
  readonly what: string;
  /** Null: it isn't there. Of what has no short value, "there". */
  readonly before: string | null;
  readonly after: string | null;
}

/** Compares guards, waivers, severities, tests and guarantees. */
export function reviseRules(before: Policy | null, after: Policy | null): readonly RevisedRule[] {
  if (before === null || after === null) return [];
  const [was, is] = [rulesOf(before), rulesOf(after)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((what) => {
    const [old, fresh] = [was.get(what), is.get(what)];
    if (old?.content === fresh?.content) return [];
    return [{ what, before: old?.shown ?? null, after: shownAfter(old, fresh) }];
  });
}

interface Rule {
  readonly shown: string;
  /** By which two are the same. */
  readonly content: string;
}

function shownAfter(old: Rule | undefined, fresh: Rule | undefined): string | null {
  if (fresh === undefined) return null;
  return old?.shown === fresh.shown ? "another" : fresh.shown;
}

function rulesOf(policy: Policy): ReadonlyMap<string, Rule> {
  const plain = (shown: string): Rule => ({ shown, content: shown });
  const whole = (value: object): Rule => ({ shown: "there", content: JSON.stringify(value, spell) });
  return new Map([
    ...Object.entries(policy.guards).map(([name, limit]) => [`guard ${name}`, plain(String(limit))] as const),
    ...[...policy.lint].map(([rule, level]) => [`lint ${rule}`, plain(level)] as const),
    // Of several for one target the longest counts, as it does for what they waive.
    ...[...policy.waivers]
      .sort(byEnd)
      .map(
        ({ kind, code, target, until }) =>
          [`waiver of ${kind} ${code} for ${target}`, plain(`until ${until}`)] as const,
      ),
    ...policy.records.flatMap((record) =>
      record.protect ? [[`protect ${record.label}`, plain("there")] as const] : [],
    ),
    ...policy.tests.map((test) => [`test ${test.name}`, whole(test)] as const),
    ...policy.guarantees.map((guarantee) => [`guarantee ${guarantee.name}`, whole(guarantee)] as const),
  ]);
}

function byEnd(one: Waiver, other: Waiver): number {
  return one.until < other.until ? -1 : 1;
}

/** Where something stands in a file is no part of it; sets and maps have no order. */
function spell(key: string, value: unknown): unknown {
  if (key === "origin") return undefined;
  if (value instanceof Set) return [...value].map(String).sort();
  return value instanceof Map ? [...value].map(String).sort() : value;
}
