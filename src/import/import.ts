/** From what stands in a zone to a policy file that answers as the zone does, with all that it can't say. */
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { ProviderId } from "../policy/policy.ts";
import type { FoundName, LeftNames } from "../provider/imported.ts";
import { providers } from "../provider/registry.ts";
import type { Json, Resource } from "../provider/resource.ts";
import { Directory } from "./assign.ts";
import { composeDraft, type DraftRecord } from "./compose.ts";
import { pairTypes } from "./pair.ts";
import { type ImportProof, judgeImport, type Remark } from "./prove.ts";
import { nameParts, tidyTree } from "./tidy.ts";

export interface ImportRequest {
  readonly zone: string;
  /** What the policy will be called. */
  readonly name: string;
  readonly provider: ProviderId;
  /** In full; null: everything that steers and that no policy holds. */
  readonly names: readonly string[] | null;
  /** What stands under the provider beside what the zone asks for, such as the zone's id. */
  readonly settings: Readonly<Record<string, Json>>;
}

export interface Imported {
  /** The policy file; null where there was nothing to make it of. */
  readonly text: string | null;
  /** Labels of the records in it. */
  readonly records: readonly string[];
  readonly left: LeftNames;
  /** Null where nothing could be compared. */
  readonly proof: ImportProof | null;
  /** Whose health decides now and wouldn't by the policy, for people. */
  readonly ignored: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Seconds for names whose answers have no TTL of their own: what AWS gives its services' addresses. */
const usualTtl = 60;

/** Makes a policy of what was read from a zone. */
export function importPolicy(resources: readonly Resource[], request: ImportRequest): Imported {
  const { zone, provider: id } = request;
  const provider = providers[id];
  const found = provider.importNames(resources, zone, request.names);
  const missing = found.left.missing.map((name) => diagnose("import-name-missing", { name, zone }, null));
  const nothing = { text: null, records: [], left: found.left, proof: null, ignored: [] };
  if (missing.length > 0) return { ...nothing, diagnostics: missing };

  const directory = new Directory();
  const remarks: Remark[] = [];
  const records = found.names.flatMap((name) => draftRecord(name, zone, directory, remarks));
  if (records.length === 0) {
    const none = diagnose("import-nothing", { zone, plain: found.left.plain.length }, null);
    return { ...nothing, diagnostics: [...remarks.map(({ remark }) => remark), none] };
  }
  const draft = {
    ...request,
    settings: { ...request.settings, ...found.settings },
    directory,
    parts: nameParts(records.map(({ to }) => to)),
    records,
  };
  const live = { resources: found.resources, watched: directory.watched() };
  const judged = judgeImport(composeDraft(draft, new Map()), provider, live);
  const all = [...remarks, ...judged.remarks];
  const labels = records.map(({ label }) => label);
  const byLabel = new Map<string, Diagnostic[]>();
  for (const { label, remark } of all) {
    // What was left out altogether has no record to stand at.
    const at = labels.includes(label) ? label : "";
    byLabel.set(at, [...(byLabel.get(at) ?? []), remark]);
  }
  return {
    text: composeDraft(draft, byLabel),
    records: labels,
    left: found.left,
    proof: judged.proof,
    ignored: [...new Set(found.names.flatMap(({ ignored }) => ignored))],
    diagnostics: all.map(({ remark }) => remark),
  };
}

function draftRecord(
  found: FoundName,
  zone: string,
  directory: Directory,
  remarks: Remark[],
): readonly DraftRecord[] {
  const label = found.name === zone ? "@" : found.name.slice(0, -zone.length - 1);
  remarks.push(...found.remarks.map((remark) => ({ label, remark })));
  const paired = pairTypes(found.records);
  if (paired === null) {
    // Else it is said already.
    if (!found.remarks.some(({ code }) => code === "import-mixed-proxy")) {
      remarks.push({ label, remark: diagnose("import-not-said", { name: label }, null) });
    }
    return [];
  }
  const { types, left } = paired;
  const [kept = "A"] = types;
  if (left.length > 0) {
    remarks.push({ label, remark: diagnose("import-families", { name: label, kept, left }, null) });
  }
  const ttls = [
    ...new Set(found.records.filter(({ type }) => types.includes(type)).flatMap((record) => record.ttls)),
  ].sort((one, other) => one - other);
  const [ttl = usualTtl, ...others] = ttls;
  if (others.length > 0)
    remarks.push({ label, remark: diagnose("import-ttl", { name: label, ttls, ttl }, null) });
  return [{ label, ttl, types, to: tidyTree(directory.enter(paired.to, label)) }];
}
