/** What a change of policy files would do: each policy planned as if the one before were live. Asks no vendor. */
import { hasErrors } from "../diagnostic/describe.ts";
import type { Policy, ProviderId } from "../policy/policy.ts";
import type { LiveName, Snapshot } from "../provider/connection.ts";
import { providers } from "../provider/registry.ts";
import type { Resource } from "../provider/resource.ts";
import type { Checked, Target } from "./check.ts";
import { type Comparison, compareTargets } from "./comparison.ts";
import { compareSnapshot, isEmpty, type Plan } from "./plan.ts";
import { type RevisedRule, reviseRules } from "./revised-rules.ts";

/** Two states of the policy files, and what becomes of each policy. */
export interface Revision {
  /** As people call it: a file, or what a commit was called. */
  readonly before: string;
  readonly after: string;
  readonly policies: readonly RevisedPolicy[];
}

export interface RevisedPolicy {
  /** Of the policy as it would be; of one that is gone, as it was. */
  readonly file: string;
  readonly name: string;
  readonly zone: string;
  readonly status: "new" | "changed" | "unchanged" | "removed";
  /** False where the policy before had no meaning: what its clients get then isn't known, and all names count as new. */
  readonly compared: boolean;
  /** One for each provider, as if what was compiled of the policy before were all that is live. */
  readonly plans: readonly Plan[];
  /** What an apply leaves as it is, since nobody applies the policy there any more. */
  readonly left: readonly LeftNames[];
  /** Null with a single provider. */
  readonly comparison: Comparison | null;
  /** Of names on both sides, in seconds; null where none is promised. */
  readonly objectives: readonly RevisedObjective[];
  /** Guards, waivers, severities, tests and guarantees that come, go or are others. */
  readonly rules: readonly RevisedRule[];
}

/** Names at a provider which the policy doesn't name any more, or which no policy names. */
export interface LeftNames {
  readonly provider: ProviderId;
  /** The provider's name for people. */
  readonly title: string;
  /** The policy's file as it was. */
  readonly file: string;
  /** As in the file. */
  readonly names: readonly string[];
}

export interface RevisedObjective {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** A policy of one side. */
export interface RevisionFile {
  /** By which the same file is known on the other side. */
  readonly key: string;
  readonly checked: Checked;
}

/**
 * Lines up the policies of two sides, by their name and zone and else by their file, and plans each. A policy that has
 * no meaning after is left out: what is wrong with it is told by its diagnostics.
 *
 * @param today - as 2026-12-31, in UTC, for waivers
 */
export function revisePolicies(
  before: readonly RevisionFile[],
  after: readonly RevisionFile[],
  today: string | null,
): readonly RevisedPolicy[] {
  const left = new Set(before);
  const take = (isSame: (one: RevisionFile) => boolean): RevisionFile | null => {
    const found = [...left].find(isSame) ?? null;
    if (found !== null) left.delete(found);
    return found;
  };
  const named = after.map((file) => ({
    file,
    twin: take((one) => file.checked.policy !== null && identify(one) === identify(file)),
  }));
  const paired = named.map(({ file, twin }) => ({ file, twin: twin ?? take((one) => one.key === file.key) }));
  return [
    ...paired.flatMap(({ file, twin }) => revise(twin?.checked ?? null, file.checked, today) ?? []),
    ...[...left].flatMap(({ checked }) => removePolicy(checked) ?? []),
  ];
}

function identify({ checked: { policy } }: RevisionFile): string | null {
  return policy === null ? null : `${policy.name} ${policy.zone}`;
}

function revise(before: Checked | null, after: Checked, today: string | null): RevisedPolicy | null {
  const { policy, records, file } = after;
  if (policy === null) return null;
  const sides = pairTargets(before?.targets ?? [], after.targets);
  const broken =
    before !== null && (before.policy === null || sides.some(({ was }) => was !== null && isBroken(was)));
  const plans = sides.flatMap(({ was, is }) => {
    if (is === null || isBroken(is)) return [];
    const snapshot = was === null || isBroken(was) ? nothingLive : pretendLive(was, policy, before);
    return [compareSnapshot(policy, records, is, { snapshot, zone: zoneOf(policy) }, { today, allow: [] })];
  });
  const left = sides.flatMap(({ was, is }) => (is === null && was !== null ? leave(was, before) : []));
  const objectives = compareObjectives(before?.policy ?? null, policy);
  const rules = reviseRules(before?.policy ?? null, policy);
  const isSame = plans.every(isEmpty) && [left, objectives, rules].every((more) => more.length === 0);
  return {
    file: file.path,
    name: policy.name,
    zone: policy.zone,
    status: before === null ? "new" : isSame && !broken ? "unchanged" : "changed",
    compared: !broken,
    plans,
    left,
    comparison: compareTargets(policy, records, after.targets),
    objectives,
    rules,
  };
}

/** A policy that is in no file any more: nothing is planned of it, so that what it has stays. */
function removePolicy(before: Checked): RevisedPolicy | null {
  const { policy, file } = before;
  if (policy === null) return null;
  return {
    file: file.path,
    name: policy.name,
    zone: policy.zone,
    status: "removed",
    compared: !before.targets.some(isBroken),
    plans: [],
    left: before.targets.flatMap((was) => leave(was, before)),
    comparison: null,
    objectives: [],
    rules: [],
  };
}

/** Of what was never compiled nothing can be live. */
function leave(was: Target, before: Checked | null): readonly LeftNames[] {
  if (before === null || before.records.length === 0 || isBroken(was)) return [];
  const { provider } = was;
  const names = before.records.map(({ record }) => record.label);
  return [{ provider, title: providers[provider].title, file: before.file.path, names }];
}

interface TargetPair {
  readonly was: Target | null;
  readonly is: Target | null;
}

function pairTargets(before: readonly Target[], after: readonly Target[]): readonly TargetPair[] {
  const ids = new Set<ProviderId>([...after, ...before].map(({ provider }) => provider));
  const find = (targets: readonly Target[], id: ProviderId) =>
    targets.find(({ provider }) => provider === id) ?? null;
  return [...ids].map((id) => ({ was: find(before, id), is: find(after, id) }));
}

function isBroken({ compiled }: Target): boolean {
  return hasErrors(compiled.diagnostics);
}

const nothingLive: Snapshot = {
  resources: [],
  foreign: [],
  beside: [],
  names: [],
  formerNames: [],
  refusals: [],
  counts: { calls: 0 },
};

/** What a policy compiles to, as if it were all that the zone holds, exactly as it was applied. */
function pretendLive({ compiled }: Target, policy: Policy, before: Checked | null): Snapshot {
  const names = (before?.records ?? []).map(
    ({ record }): LiveName => ({
      name: record.name,
      // Under its new name the policy has the names that it had under its old one.
      policy: policy.name,
      markerFormat: null,
      otherOwner: null,
      drifted: false,
      appliedAt: null,
      isProtected: record.protect,
    }),
  );
  const resources = compiled.resources.map((resource: Resource) => ({ ...resource, raw: {} }));
  return { ...nothingLive, resources, names, formerNames: policy.formerly };
}

/** Ids are the vendor's to give. */
function zoneOf({ zone }: Policy) {
  return { id: "", name: zone, account: null };
}

function compareObjectives(before: Policy | null, after: Policy): readonly RevisedObjective[] {
  const was = new Map((before?.records ?? []).map((record) => [record.name, record]));
  return after.records.flatMap((record) => {
    const old = was.get(record.name);
    const objective = { before: old?.objective?.failover ?? null, after: record.objective?.failover ?? null };
    if (old === undefined || objective.before === objective.after) return [];
    return [{ name: record.name, ...objective }];
  });
}

/** Whether anything would be another. */
export function isDifferent({ policies }: Revision): boolean {
  return policies.some(({ status }) => status !== "unchanged");
}
