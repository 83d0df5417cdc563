/** What became of a policy's tests and guarantees, for a terminal. */
import { describe } from "../diagnostic/describe.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Checked } from "../plan/check.ts";
import type { Origin } from "../policy/policy.ts";
import type { GuaranteeResult } from "../proof/guarantees.ts";
import type { TestResult } from "../proof/policy-tests.ts";
import type { Paint } from "./paint.ts";
import { alignColumns, count, indent, printable, wrap } from "./text.ts";

export interface PromisesView {
  readonly paint: Paint;
  readonly width: number;
  readonly lineOf: (origin: Origin) => number | null;
}

/** One test or guarantee as a line, with what is said below it when it is broken. */
interface Line {
  readonly ok: boolean;
  readonly name: string;
  /** Beside the name: who asks, or how much was checked. */
  readonly remark: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly origin: Origin;
}

/** Each file with its records, and what is promised of them. A file without a word of it is told so. */
export function renderPromises(checked: readonly Checked[], view: PromisesView): string {
  return checked
    .filter(({ policy }) => policy !== null)
    .map((one) => renderFile(one, view))
    .join("\n");
}

/** "2 of 3 tests pass · 4 of 6 guarantees hold". */
export function summarizePromises(checked: readonly Checked[]): string {
  const tests = checked.flatMap(({ promises }) => promises.tests);
  const guarantees = checked.flatMap(({ promises }) => promises.guarantees);
  const passed = tests.filter((test) => test.passed).length;
  const kept = guarantees.filter((guarantee) => guarantee.kept).length;
  const parts = [
    ...(tests.length > 0 ? [tell(passed, tests.length, "test", "passes", "pass")] : []),
    ...(guarantees.length > 0 ? [tell(kept, guarantees.length, "guarantee", "holds", "hold")] : []),
  ];
  return parts.join(" · ");
}

function tell(good: number, all: number, noun: string, one: string, many: string): string {
  if (good < all) return `${good} of ${count(all, noun)} ${good === 1 ? one : many}`;
  return `${count(all, noun)} ${all === 1 ? one : many}`;
}

function renderFile({ file, policy, promises }: Checked, view: PromisesView): string {
  const { tests, guarantees } = promises;
  const header = view.paint.bold(printable(file.path));
  if (tests.length + guarantees.length === 0) {
    const hint = "write some under tests and guarantees: who asks, what is down, what must come out";
    const lines = wrap(`→ ${hint}`, view.width - 2);
    return `${header}  no tests and no guarantees\n${indent(lines, 2).join("\n")}\n`;
  }
  const records = new Set([...tests, ...guarantees].map(({ record }) => record));
  const blocks = [...records].flatMap((record) => [
    "",
    `  ${printable(record)}`,
    ...renderLines(linesOf(record, tests, guarantees), file.path, view),
  ]);
  return `${header}  ${policy?.zone ?? ""}\n${blocks.slice(1).join("\n")}\n`;
}

function linesOf(
  record: string,
  tests: readonly TestResult[],
  guarantees: readonly GuaranteeResult[],
): readonly Line[] {
  return [
    ...tests
      .filter((one) => one.record === record)
      .map((one) => ({
        ok: one.passed,
        name: one.test.name,
        remark: remarkOn(one),
        diagnostics: one.diagnostics,
        origin: one.test.origin,
      })),
    ...guarantees
      .filter((one) => one.record === record)
      .map((one) => ({
        ok: one.kept,
        name: one.guarantee.name,
        remark: describeChecked(one),
        diagnostics: one.diagnostics,
        origin: one.guarantee.origin,
      })),
  ];
}

function remarkOn({ test, client, outcomes }: TestResult): string {
  const types = outcomes.map(({ type }) => type).join(" ");
  const down = test.down.size === 0 ? [] : [`${[...test.down].join(", ")} down`];
  const at = test.at === "policy" ? [] : [`at ${test.at}`];
  return [client, types, ...down, ...at].join(" · ");
}

function describeChecked({ guarantee, checked }: GuaranteeResult): string {
  if (checked === null) return "guarantee";
  const { classes, states, exhaustive } = checked;
  const sampled = exhaustive ? "" : ", sampled";
  const clients = `${count(classes, "class")} of clients`;
  const whom = guarantee.from.length === 0 ? "" : " from there";
  return `guarantee: ${clients}${whom} × ${count(states, "health state")}${sampled}`;
}

function renderLines(lines: readonly Line[], path: string, view: PromisesView): readonly string[] {
  const { paint, width } = view;
  const rows = alignColumns(lines.map(({ name, remark }) => [printable(name), remark]));
  const isWide = rows.some((row) => row.length > width - 6);
  return lines.flatMap((line, position) => {
    const mark = line.ok ? paint.green("✓") : paint.red("✗");
    const head = isWide
      ? [
          ...wrap(printable(line.name), width - 6).map((text, row) =>
            row === 0 ? `    ${mark} ${text}` : `      ${text}`,
          ),
          ...wrap(line.remark, width - 8).map((text) => paint.dim(`        ${text}`)),
        ]
      : [`    ${mark} ${rows[position] ?? ""}`];
    return [...head, ...renderMistakes(line, path, view)];
  });
}

function renderMistakes(
  { diagnostics, origin }: Line,
  path: string,
  { paint, width, lineOf }: PromisesView,
): readonly string[] {
  const line = lineOf(origin);
  const place = `${printable(path)}${line === null ? "" : `:${line}`}`;
  return diagnostics.flatMap((diagnostic) => {
    const { message, hint, details } = describe(diagnostic);
    // Who asks stands above, and what comes out in the table.
    const told = details.length > 0 && diagnostics.length === 1 ? [] : wrap(printable(message), width - 8);
    return [
      ...told.map((text) => `        ${text}`),
      ...details.map((text) => `          ${printable(text)}`),
      ...(hint === null
        ? []
        : wrap(printable(hint), width - 10).map((text, row) =>
            row === 0 ? `        ${paint.green("→")} ${text}` : `          ${text}`,
          )),
      paint.dim(`        ${place}`),
    ];
  });
}
