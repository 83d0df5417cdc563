/** Policies that were checked. */
import type { Report, ReportedPolicy } from "../report.ts";
import { count } from "../text.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";

/** A line for each, and what is waived. */
export function policyBlocks({ policies = [] }: Report, { items }: Detail): readonly Block[] {
  const { shown, left } = someOf(policies, items);
  const waived = policies.flatMap((policy) => policy.waived);
  const some = someOf(waived, items);
  return [
    table(
      ["policy", "zone", "records", "proved"],
      shown.map((policy) => [
        `${policy.ok ? "✓" : "✗"} ${code(policy.file)}`,
        code(policy.zone ?? ""),
        String(policy.records.length),
        policy.proofs.map(tellProof).join("<br>"),
      ]),
    ),
    left > 0 ? paragraph([`_${count(left, "more policy")}_`]) : [],
    folded(`${waived.length} waived`, [
      table(
        ["where", "what", "until", "reason"],
        some.shown.map(({ file, line, message, until, reason }) => [
          code(line === null ? (file ?? "") : `${file}:${line}`),
          prose(message),
          prose(until),
          prose(reason),
        ]),
      ),
      some.left > 0 ? paragraph([`_${some.left} more_`]) : [],
    ]),
  ];
}

function tellProof({ provider, classes, states }: ReportedPolicy["proofs"][number]): string {
  const who = `${count(classes, "class")} of clients`;
  return `${code(provider)}: ${who} × ${count(states, "health state")}`;
}
