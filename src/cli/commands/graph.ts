/** `signpost graph`: a policy as a picture. */
import { type DrawnPolicy, drawGraph } from "../../report/graph.ts";
import { renderDot } from "../../report/graph-dot.ts";
import { renderMermaid } from "../../report/graph-mermaid.ts";
import { nameOf } from "../../steering/geography.ts";
import { checkFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { isCalled, refuseRecord } from "../named-records.ts";
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
    const records = policies.flatMap((policy) => policy.records.map(({ record }) => record));
    printDiagnostics(context, [refuseRecord(options.record, records)], sources, false);
    return exitCodes.usage;
  }
  context.io.out(renderers[options.as](drawGraph(drawn, nameOf)));
  return exitCodes.done;
}

function keepRecord(policies: readonly DrawnPolicy[], wanted: string): readonly DrawnPolicy[] {
  return policies.flatMap(({ policy, records }) => {
    const kept = records.filter(({ record }) => isCalled(record, wanted));
    return kept.length === 0 ? [] : [{ policy, records: kept }];
  });
}
