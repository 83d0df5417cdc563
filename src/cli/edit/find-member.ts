/** The weighted node that `signpost ramp` is about. */
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import type { Checked } from "../../plan/check.ts";
import type { Policy, PolicyNode } from "../../policy/policy.ts";
import { findWeighted, type WeightedPlace, weightedBelow } from "../../policy/weighted-nodes.ts";
import type { CheckedFiles } from "../check-files.ts";
import { isCalled } from "../named-records.ts";
import { lineFinder } from "../prepare.ts";
import { UsageError } from "../usage-error.ts";

interface Found {
  readonly policy: Policy;
  readonly node: PolicyNode;
}

/** Throws `UsageError` where there is no such node, or several and none is chosen. */
export function findMember(
  run: CheckedFiles,
  name: string,
  member: string,
  at: string | undefined,
): WeightedPlace {
  const roots = findRoots(run.checked, name);
  const found = roots.flatMap(({ policy, node }) => findWeighted(policy, node, member));
  const places = [...new Map(found.map((place) => [addressOf(place), place])).values()];
  if (places.length === 0) throw new UsageError(tellMissing(roots, name, member));
  const lineOf = lineFinder(run.sources);
  const chosen =
    at === undefined ? places : places.filter((one) => [addressOf(one), one.origin.pointer].includes(at));
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) return only;
  const list = places
    .map((one) => `--at ${quoteForShell(addressOf(one))} (line ${lineOf(one.origin) ?? 1})`)
    .join(", ");
  throw new UsageError(
    at === undefined
      ? `${member} has a weight in several places of ${name}: say which with ${list}`
      : `${member} has no weight, or several, at ${at}: there is ${list}`,
  );
}

function addressOf({ origin }: WeightedPlace): string {
  return `${origin.file}:${origin.pointer}`;
}

/** Records of that name, else parts. */
function findRoots(checked: readonly Checked[], name: string): readonly Found[] {
  const policies = checked.flatMap(({ policy }) => policy ?? []);
  const records = policies.flatMap((policy) =>
    policy.records
      .filter((record) => isCalled(record, name))
      .map((record) => ({ policy, node: record.to, name: record.name })),
  );
  const full = [...new Set(records.map((record) => record.name))];
  if (full.length > 1) throw new UsageError(`${name} could be ${full.join(" or ")}: write the whole name`);
  if (records.length > 0) return records;
  const parts = policies.flatMap((policy) =>
    [...policy.parts].filter(([part]) => part === name).map(([, node]) => ({ policy, node })),
  );
  if (parts.length > 0) return parts;
  const known = policies.flatMap((policy) => [
    ...policy.records.map(({ label }) => label),
    ...policy.parts.keys(),
  ]);
  const near = suggest(name, known);
  throw new UsageError(`there is no record or part ${name}${near === null ? "" : `, did you mean ${near}?`}`);
}

function tellMissing(roots: readonly Found[], name: string, member: string): string {
  const known = [...new Set(roots.flatMap(({ policy, node }) => weightedBelow(policy, node)))];
  if (known.length === 0) return `${name} has no weights`;
  const near = suggest(member, known);
  return near === null
    ? `${name} has no weight for ${member}: it has ${known.join(", ")}`
    : `${name} has no weight for ${member}, did you mean ${near}?`;
}
