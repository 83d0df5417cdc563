/** A sandbox with the zone example.com, policies applied to it over HTTP, and a record of every request. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { ListHealthChecksCommand, type Route53Client } from "@aws-sdk/client-route-53";
import { type Applied, type ApplyOptions, applyPlan } from "../../src/apply/apply.ts";
import { describe } from "../../src/diagnostic/describe.ts";
import { type Checked, checkPolicy, type Target } from "../../src/plan/check.ts";
import type { Allowance } from "../../src/plan/judge-guards.ts";
import { type Asked, isEmpty, nothingAsked, type Prepared, preparePlan } from "../../src/plan/plan.ts";
import { guardNames } from "../../src/policy/guards.ts";
import type { Policy } from "../../src/policy/policy.ts";
import type { Clock, Connection, ConnectOptions, WriteStep } from "../../src/provider/connection.ts";
import { providers } from "../../src/provider/registry.ts";
import type { ObservedRequest } from "../../src/sandbox/observed-request.ts";
import type { XmlElement } from "../../src/sandbox/route53/xml.ts";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import type { SteeredRecord } from "../../src/steering/tree.ts";
import { openWorkbench, type Workbench } from "../sandbox/workbench.ts";

/** One request as the vendor got it. */
export interface Sent extends ObservedRequest {
  readonly operation: string;
  readonly body: XmlElement | null;
}

export interface Lab extends Workbench {
  readonly sent: Sent[];
  readonly connecting: ConnectOptions;
  /** What happens before a request is carried out; a test may set it. */
  interfere: ((sent: Sent) => void | Promise<void>) | null;
}

/** A policy that is in order, with the parts that planning needs. */
export interface Ready {
  readonly policy: Policy;
  readonly records: readonly SteeredRecord[];
  readonly target: Target;
}

const never = new AbortController().signal;

/** Opens a sandbox whose clock moves when somebody sleeps, and a little with each request. */
export async function openLab(options: Partial<SandboxOptions> = {}): Promise<Lab> {
  const sent: Sent[] = [];
  const bench = await openWorkbench({
    ...options,
    onRequest: async (operation, body, observed) => {
      const request = { operation, body, ...observed };
      sent.push(request);
      bench.time.now += 10;
      await lab.interfere?.(request);
    },
  });
  const lab: Lab = {
    ...bench,
    sent,
    interfere: null,
    connecting: {
      endpoint: bench.sandbox.route53Url,
      anonymous: true,
      signal: never,
      clock: clockOf(bench.time),
    },
  };
  return lab;
}

/** A clock on which sleeping takes no time of ours. */
export function clockOf(time: { now: number }): Clock {
  return {
    now: () => time.now,
    sleep: async (milliseconds) => {
      time.now += milliseconds;
      await nextTurn();
    },
  };
}

/** Checks a policy that must be in order: the text of a file, or a document. */
export function ready(policy: string | object): Ready {
  const { it, checked } = check(policy);
  if (it === null) throw new Error(checked.diagnostics.map((found) => describe(found).message).join("; "));
  return it;
}

/** Null for a policy that is not in order. */
export function readyOrNull(policy: string | object): Ready | null {
  return check(policy).it;
}

function check(policy: string | object): { readonly it: Ready | null; readonly checked: Checked } {
  const file =
    typeof policy === "string"
      ? { path: "policy.yaml", text: policy }
      : { path: "policy.json", text: JSON.stringify(policy) };
  const checked = checkPolicy(file);
  const [target] = checked.targets;
  if (!checked.ok || checked.policy === null || target === undefined) return { it: null, checked };
  return { it: { policy: checked.policy, records: checked.records, target }, checked };
}

/** The same policy with nothing left in it, as `destroy` plans it. */
export function emptied({ policy, target }: Ready): Ready {
  const compiled = { ...target.compiled, resources: [], units: new Map(), skews: new Map() };
  return { policy, records: [], target: { ...target, compiled } };
}

export function connect(lab: Pick<Lab, "connecting">, { policy, target }: Ready): Promise<Connection> {
  return providers[target.provider].connect(policy, lab.connecting);
}

/** Every finding of every guard let pass: most tests have another subject. */
const allowAll: readonly Allowance[] = guardNames.map((guard) => ({ guard, target: null }));

/** Plans; with `allow` as the guards judge it. */
export async function plan(
  lab: Pick<Lab, "connecting">,
  it: Ready,
  asked: Partial<Asked> = {},
): Promise<Prepared> {
  const all = { ...nothingAsked, allow: allowAll, ...asked };
  return preparePlan(it.policy, it.records, it.target, await connect(lab, it), all);
}

/** Applies a plan, whatever comes of it. */
export function carryOut(prepared: Prepared, options: Partial<ApplyOptions> = {}): Promise<Applied> {
  return applyPlan(prepared, { wait: "insync", signal: never, onProgress: () => {}, ...options });
}

/** Plans and applies, which must succeed. */
export async function apply(lab: Pick<Lab, "connecting">, it: Ready): Promise<Applied> {
  const prepared = await plan(lab, it);
  refuseRefused(prepared);
  const applied = await carryOut(prepared);
  if (applied.failure !== null) {
    throw new Error(`${applied.failure.title}: ${describe(applied.failure.diagnostic).message}`);
  }
  return applied;
}

function refuseRefused({ plan: { refusals } }: Prepared): void {
  if (refusals.length > 0) throw new Error(refusals.map((found) => describe(found).message).join("; "));
}

/** Null when nothing would change, else what would. */
export async function leftToDo(lab: Pick<Lab, "connecting">, it: Ready): Promise<readonly string[] | null> {
  const prepared = await plan(lab, it);
  const { plan: planned, changes } = prepared;
  refuseRefused(prepared);
  return isEmpty(planned) ? null : changes.map((change) => JSON.stringify(change));
}

const writes = /^(?:Change|Create|Update|Delete)/u;

/** The requests that would change something, by their operation. */
export function writesIn(lab: Pick<Lab, "sent">): readonly string[] {
  return lab.sent.map(({ operation }) => operation).filter((operation) => writes.test(operation));
}

/** The changes of a batch: `DELETE www.example.com. A`. */
export function changesIn({ body }: Sent): readonly string[] {
  const batch = body === null ? null : childOf(body, "ChangeBatch");
  const changes = batch === null ? null : childOf(batch, "Changes");
  return (changes?.children ?? []).map((change) => {
    const set = childOf(change, "ResourceRecordSet");
    const words = [
      childOf(change, "Action"),
      ...(set === null ? [] : ["Name", "Type", "SetIdentifier"].map((name) => childOf(set, name))),
    ];
    return words.flatMap((word) => word?.text ?? []).join(" ");
  });
}

export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

/** All health checks there are. */
export async function listChecks(client: Route53Client) {
  const found = await client.send(new ListHealthChecksCommand({}));
  return found.HealthChecks ?? [];
}

/** Names and types of all record sets but the zone's own, as `www.example.com. A eu-a`. */
export async function listKeys({ list }: Pick<Lab, "list">): Promise<readonly string[]> {
  return (await list()).map((set) =>
    [set.Name, set.Type, ...(set.SetIdentifier === undefined ? [] : [set.SetIdentifier])].join(" "),
  );
}

/** Collects the lines of progress. */
export function hear(): { readonly steps: WriteStep[]; readonly onProgress: (step: WriteStep) => void } {
  const steps: WriteStep[] = [];
  return { steps, onProgress: (step) => void steps.push(step) };
}
