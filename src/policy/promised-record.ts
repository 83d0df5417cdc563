/** What tests and guarantees have in common: a name of their own, and the record that they speak of. */
import type { ArgsOf } from "../diagnostic/catalogue.ts";
import { diagnose } from "../diagnostic/diagnose.ts";
import { suggest } from "../diagnostic/suggest.ts";
import type { SourceDocument } from "../source/document.ts";
import type { Declarations, Report } from "./names.ts";
import type { Endpoint, EndpointName, PartName, PolicyNode, PolicyRecord } from "./policy.ts";
import { makeReachFinder } from "./reach.ts";
import { originOf, readEntries, readKey, readText, type Written } from "./written.ts";

/** What a promise can speak of. */
export interface Promisable {
  readonly document: SourceDocument;
  readonly declared: Declarations;
  readonly report: Report;
  readonly endpoints: ReadonlyMap<EndpointName, Endpoint>;
  /** The endpoints below a record, straight or through parts. */
  readonly endpointsBelow: (record: Pick<PolicyRecord, "to">) => ReadonlySet<EndpointName>;
  /** By label and by full name. */
  readonly records: ReadonlyMap<string, PolicyRecord>;
  /** As written, those with a mistake included: they are known, though nothing can be said of them. */
  readonly labels: ReadonlySet<string>;
}

/** Gathers what promises are looked up in. */
export function gatherPromisable(
  surroundings: Pick<Promisable, "document" | "declared" | "report" | "endpoints">,
  section: Written | null,
  records: readonly PolicyRecord[],
  parts: ReadonlyMap<PartName, PolicyNode>,
): Promisable {
  const findReach = makeReachFinder(parts);
  // Many promises may speak of one large record.
  const below = new Map<PolicyNode, ReadonlySet<EndpointName>>();
  return {
    ...surroundings,
    endpointsBelow: ({ to }) => {
      const known = below.get(to) ?? findReach(to).endpoints;
      below.set(to, known);
      return known;
    },
    records: new Map(
      records.flatMap((record) => [[record.name, record] as const, [record.label, record] as const]),
    ),
    labels: new Set(readEntries(section).map(({ key }) => key)),
  };
}

/** Looks up the record of a promise; null when there is none, or none that can be judged. */
export function findRecord(
  written: Written | null,
  { records, labels, declared, report }: Promisable,
): PolicyRecord | null {
  const text = readText(written);
  if (written === null || text === null) return null;
  const found = records.get(text) ?? records.get(text.toLowerCase().replace(/\.$/u, ""));
  if (found !== undefined) return found;
  // One that is there and has a mistake was told so.
  if (labels.size === 0 || labels.has(text)) return null;
  const affordable = declared.comparisons.left > 0;
  declared.comparisons.left -= labels.size;
  const suggestion = affordable ? suggest(text, labels) : null;
  report(diagnose("unknown-record", { name: text, suggestion }, originOf(written)));
  return null;
}

/** Says that an endpoint isn't below the record, where it isn't. */
export function refuseElsewhere(
  endpoint: EndpointName,
  record: PolicyRecord,
  written: Written,
  on: "key" | "value",
  promisable: Promisable,
): boolean {
  const below = promisable.endpointsBelow(record);
  if (below.has(endpoint)) return false;
  const args = { endpoint, record: record.label, below: [...below] };
  promisable.report(diagnose("endpoint-elsewhere", args, originOf(written, on)));
  return true;
}

/** The names of all promises of a sort; one that is there twice is a mistake, since reports go by them. */
export function makeNameReader(
  sort: ArgsOf<"promise-named-twice">["sort"],
  { document, report }: Promisable,
): (item: Written) => string | null {
  const known = new Map<string, Written>();
  return (item) => {
    const written = readKey(item, "name");
    const name = readText(written);
    if (written === null || name === null) return null;
    const first = known.get(name);
    if (first !== undefined) {
      const { line } = document.locate(originOf(first)).start;
      report(diagnose("promise-named-twice", { sort, name, line }, originOf(written)));
      return null;
    }
    known.set(name, written);
    return name;
  };
}
