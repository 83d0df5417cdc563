/** `signpost graph`: a policy as a picture. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import { type DrawnPolicy, drawGraph } from "../../report/graph.ts";
import { renderDot } from "../../report/graph-dot.ts";
import { renderMermaid } from "../../report/graph-mermaid.ts";
import { nameOf } from "../../steering/geography.ts";
import { checkFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { printDiagnostics } from "../result.ts";

export interface GraphOptions extends Reading {
  readonly as: "mermaid" | "dot";
  readonly record?: string;
}

const renderers = { mermaid: renderMermaid, dot: renderDot } as const;

export function runGraph(context: Context, files: readonly string[], options: GraphOptions): ExitCode {
  const { checked, diagnostics, sources, ok } = checkFiles(files, context.folder, options);
  if (!ok) {
    printDiagnostics(context, diagnostics, sources, false);
    return exitCodes.policyInvalid;
  }
  const policies = checked.flatMap(({ policy, records }): readonly DrawnPolicy[] =>
    policy === null ? [] : [{ policy, records }],
  );
  const drawn = options.record === undefined ? policies : keepRecord(policies, options.record);
  if (options.record !== undefined && drawn.length === 0) {
    const labels = policies.flatMap(({ records }) => records.map(({ record }) => record.label));
    const args = { record: options.record, suggestion: suggest(options.record, labels) };
    printDiagnostics(context, [diagnose("record-unknown", args, null)], sources, false);
    return exitCodes.usage;
  }
  context.io.out(renderers[options.as](drawGraph(drawn, nameOf)));
  return exitCodes.done;
}

/** Named as in the file, or in full. */
function keepRecord(policies: readonly DrawnPolicy[], wanted: string): readonly DrawnPolicy[] {
  const name = wanted.toLowerCase().replace(/\.$/u, "");
  return policies.flatMap(({ policy, records }) => {
    const kept = records.filter(({ record }) => record.label === name || record.name === name);
    return kept.length === 0 ? [] : [{ policy, records: kept }];
  });
}
