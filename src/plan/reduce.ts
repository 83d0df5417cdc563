/** The same policy with one plain answer left at each of its names: the step before they are deleted. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Endpoint, Policy, PolicyRecord, RecordType } from "../policy/policy.ts";
import { addressOf } from "../steering/health.ts";
import { steerPolicy } from "../steering/steer.ts";
import { type Checked, compileFor } from "./check.ts";

/** Seconds: soon gone from caches, and not too short for any vendor's plain records. */
const lastTtl = 60;

export interface Reduced {
  readonly checked: Checked;
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing is chosen any more, so nothing is checked: no helper, no health check, no pool is wanted. */
export function reduceTo(checked: Checked, wanted: string): Reduced {
  const { policy } = checked;
  if (policy === null) return { checked, diagnostics: [] };
  const endpoint = [...policy.endpoints.values()].find(({ name }) => name === wanted);
  if (endpoint === undefined) {
    const args = { endpoint: wanted, policy: policy.name, endpoints: [...policy.endpoints.keys()] };
    return { checked, diagnostics: [diagnose("destroy-to-unknown", args, policy.origin)] };
  }
  const left: Endpoint = { ...endpoint, healthCheck: null, drained: false };
  const lacking = policy.records.flatMap((record) => tellLacking(record, left));
  if (lacking.length > 0) return { checked, diagnostics: lacking };
  const reduced: Policy = {
    ...policy,
    endpoints: new Map([...policy.endpoints, [left.name, left]]),
    records: policy.records.map((record) => leaveOne(record, left)),
    // They speak of what is being given up.
    tests: [],
    guarantees: [],
  };
  const { records, diagnostics } = steerPolicy(reduced);
  const targets = checked.targets.map(({ provider, compiled }) => ({
    ...compileFor(provider, reduced, records),
    known: compiled.resources,
  }));
  const told = [...diagnostics, ...targets.flatMap(({ compiled }) => compiled.diagnostics)];
  return {
    checked: { ...checked, policy: reduced, records, targets },
    diagnostics: told.filter(({ severity }) => severity === "error"),
  };
}

function leaveOne(record: PolicyRecord, { name }: Endpoint): PolicyRecord {
  const to = { kind: "endpoint", endpoint: name, origin: record.to.origin } as const;
  return { ...record, ttl: lastTtl, objective: null, to };
}

/** A family of addresses that the endpoint hasn't got would be lost already by this step. */
function tellLacking({ label, types, origin }: PolicyRecord, endpoint: Endpoint): readonly Diagnostic[] {
  const lacking = types.filter(
    (type: RecordType) => addressOf(endpoint, type) === null && endpoint.alias === null,
  );
  if (lacking.length === 0) return [];
  const args = { endpoint: endpoint.name, record: label, types: lacking };
  return [diagnose("destroy-to-lacks", args, origin)];
}
