/** Whether an imported policy answers as the zone does now, for every client in every state of health. */
import { describe, hasErrors } from "../diagnostic/describe.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { loadPolicy } from "../policy/load.ts";
import { compareMeanings, type Equivalence } from "../proof/equivalence.ts";
import { describeDifference, mostAsks, opponentOf, proveCompile } from "../provider/prove.ts";
import type { Provider } from "../provider/provider.ts";
import type { Compiled, Resource } from "../provider/resource.ts";
import { unitKeyOf } from "../steering/health.ts";
import { steerPolicy } from "../steering/steer.ts";
import type { SteeredRecord } from "../steering/tree.ts";
import { endpointsOf } from "../steering/walk.ts";
import type { WatchedEndpoint } from "./assign.ts";

/** How much was compared, summed up as for a compile. */
export interface ImportProof {
  /** The most classes of clients of any record. */
  readonly classes: number;
  /** The most states of health of any record. */
  readonly states: number;
  readonly exhaustive: boolean;
  /** Labels of the records that answer something else in some state. */
  readonly differing: readonly string[];
  /** Labels of those that do only where nothing for a client is healthy. */
  readonly lastResort: readonly string[];
}

export interface Remark {
  /** Of the record that it is about; "" for the policy as a whole. */
  readonly label: string;
  readonly remark: Diagnostic;
}

export interface Judged {
  /** Null where the policy can't be compiled, so that nothing was compared. */
  readonly proof: ImportProof | null;
  readonly remarks: readonly Remark[];
}

/** What the zone is made of, and which endpoints its checks watch. */
export interface LiveZone {
  readonly resources: readonly Resource[];
  readonly watched: ReadonlyMap<string, readonly WatchedEndpoint[]>;
}

/** Loads, compiles and compares a policy that was made of a zone. */
export function judgeImport(text: string, provider: Provider, live: LiveZone): Judged {
  const loaded = loadPolicy({ path: "imported.yaml", text });
  const { policy } = loaded;
  if (policy === null) return refuse(loaded.diagnostics);
  const steered = steerPolicy(policy);
  if (hasErrors(steered.diagnostics)) return refuse(steered.diagnostics);
  const compiled = provider.compile(policy, steered.records);
  if (hasErrors(compiled.diagnostics)) return refuse(compiled.diagnostics);
  const held = proveCompile(provider, steered.records, compiled).diagnostics.map(
    (remark): Remark => ({ label: "record" in remark.args ? String(remark.args.record) : "", remark }),
  );
  const { proof, remarks } = compareLive(provider, steered.records, compiled, live);
  const all = [...held, ...remarks];
  const labelsOf = (isLast: boolean) => [
    ...new Set(all.filter(({ remark }) => isLastResort(remark) === isLast).map(({ label }) => label)),
  ];
  const differing = labelsOf(false);
  const lastResort = labelsOf(true).filter((label) => !differing.includes(label));
  return { proof: { ...proof, differing, lastResort }, remarks: all.map(asWarning) };
}

function isLastResort({ code }: Diagnostic): boolean {
  return code === "last-resort" || code === "import-last-resort";
}

/** The file is a beginning: what isn't right in it yet is no failure of the import. */
function asWarning({ label, remark }: Remark): Remark {
  return { label, remark: remark.severity === "error" ? { ...remark, severity: "warning" } : remark };
}

function compareLive(
  provider: Provider,
  records: readonly SteeredRecord[],
  { answeredAs }: Compiled,
  { resources, watched }: LiveZone,
): {
  readonly proof: Pick<ImportProof, "classes" | "states" | "exhaustive">;
  readonly remarks: readonly Remark[];
} {
  const reach = provider.indexReach(resources);
  const results: Equivalence[] = [];
  const remarks: Remark[] = [];
  const effort = { asks: mostAsks };
  for (const steered of records) {
    const { record } = steered;
    const own = reach(record.name);
    const evaluator = provider.evaluate(own);
    const seen = provider.distinctionsIn(own);
    const only = answeredAs.get(record.name);
    for (const type of only === undefined ? record.types : [only]) {
      const units = unitsBehind(steered, watched);
      const opponent = opponentOf(evaluator, steered, type, units);
      const result = compareMeanings(steered, type, opponent, [...units.values()], 0, seen, effort);
      results.push(result);
      const found = result.difference ?? result.lastResort;
      if (effort.asks <= 0) {
        remarks.push({ label: "", remark: diagnose("proof-too-large", { record: record.label }, null) });
        break;
      }
      if (found === null) continue;
      const args = describeDifference(provider.title, steered, type, found);
      const code = result.difference === null ? "import-last-resort" : "import-differs";
      remarks.push({ label: record.label, remark: diagnose(code, args, null) });
    }
    if (effort.asks <= 0) break;
  }
  const most = (count: (result: Equivalence) => number) => Math.max(0, ...results.map(count));
  return {
    proof: {
      classes: most(({ classes }) => classes),
      states: most(({ states }) => states),
      exhaustive: results.every((result) => result.exhaustive),
    },
    remarks,
  };
}

/** The units of the policy's health that each live check watches. */
function unitsBehind(
  { tree }: SteeredRecord,
  watched: LiveZone["watched"],
): ReadonlyMap<string, readonly string[]> {
  const endpoints = new Map(endpointsOf(tree).map((endpoint) => [String(endpoint.name), endpoint]));
  return new Map(
    [...watched].map(([key, watching]) => {
      const units = watching.flatMap(({ endpoint, type }) => {
        const found = endpoints.get(endpoint);
        return found === undefined ? [] : (unitKeyOf(found, type) ?? []);
      });
      return [key, [...new Set(units)]];
    }),
  );
}

function refuse(diagnostics: readonly Diagnostic[]): Judged {
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  const problem = first === undefined ? "" : describe(first).message;
  return { proof: null, remarks: [{ label: "", remark: diagnose("import-broken", { problem }, null) }] };
}
