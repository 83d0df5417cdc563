/** The changes of a plan, resource by resource. */
import type { Plan } from "../plan/plan.ts";
import type { PlannedChange } from "../plan/planned-name.ts";
import type { Origin } from "../policy/policy.ts";
import type { Paint } from "./paint.ts";
import { alignColumns, indent, printable, wrap } from "./text.ts";

export interface ChangeView {
  readonly paint: Paint;
  /** The policy's own file, whose name stands above. */
  readonly file: string;
  /** Columns of the terminal. */
  readonly width: number;
  readonly lineOf: (origin: Origin) => number | null;
  /** More about a change, such as its resource as a unified diff; empty lines for nothing. */
  readonly detailOf: (change: PlannedChange) => readonly string[];
}

/** Record sets of several types that change alike are one line. */
interface Line {
  readonly symbol: (typeof symbols)[keyof typeof symbols];
  readonly kind: string;
  readonly name: string;
  readonly types: string[];
  readonly what: string;
  readonly details: string[];
  readonly place: string;
  readonly changes: PlannedChange[];
}

const symbols = { create: "+", update: "~", delete: "-" } as const;

/** The lines of changes, one for those that differ in their type alone. On a narrow terminal each takes several. */
export function renderChanges(
  changes: readonly PlannedChange[],
  plan: Plan,
  view: ChangeView,
): readonly string[] {
  const lines = new Map<string, Line>();
  for (const planned of changes) {
    const line = describeChange(planned, plan, view);
    if (line.kind === "marker" && view.detailOf(planned).length === 0) continue;
    const detail = line.details.join();
    const key = JSON.stringify([line.symbol, line.kind, line.name, line.what, line.place]);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, line);
    else {
      known.types.push(...line.types);
      if (!known.details.includes(detail)) known.details.push(detail);
      known.changes.push(planned);
    }
  }
  const shown = [...lines.values()];
  const rows = layOut(shown, view.width - margin.length - 2);
  const { paint } = view;
  const colours = { "+": paint.green, "~": paint.yellow, "-": paint.red };
  return shown.flatMap((line, position) => {
    const [first = "", ...others] = rows[position] ?? [];
    return [
      `${margin}${colours[line.symbol](line.symbol)} ${first}`,
      ...indent(others, margin.length + 4),
      ...indent(renderDetails(line.changes, view), margin.length + 4),
    ];
  });
}

const margin = "    ";

/** Side by side where there is room for it; else what changes stands below what it is. */
function layOut(lines: readonly Line[], width: number): readonly (readonly string[])[] {
  const detailOf = ({ details }: Line) => details.filter((detail) => detail !== "").join(" · ");
  const wide = alignColumns(
    lines.map((line) => [line.kind, line.name, line.types.join(" "), line.what, detailOf(line), line.place]),
  );
  if (wide.every((row) => row.length <= width)) return wide.map((row) => [row]);
  const heads = alignColumns(
    lines.map(({ kind, name, types, place }) => [kind, name, types.join(" "), place]),
  );
  return lines.map((line, position) => {
    const rest = [line.what, detailOf(line)].filter((part) => part !== "").join(" · ");
    return [heads[position] ?? "", ...wrap(rest, width - 2)];
  });
}

/** With `-v`, each resource as a diff; where a line stands for several, each under its type. */
function renderDetails(
  changes: readonly PlannedChange[],
  { detailOf, paint }: ChangeView,
): readonly string[] {
  const colours: Readonly<Record<string, (text: string) => string>> = { "+": paint.green, "-": paint.red };
  return changes.flatMap((planned) => {
    const detail = detailOf(planned).map((line) => (colours[line.charAt(0)] ?? String)(line));
    const [, type = ""] = subjectOf(planned).title;
    return changes.length > 1 && detail.length > 0
      ? [paint.dim(`@@ ${printable(type)} @@`), ...detail]
      : detail;
  });
}

function describeChange(planned: PlannedChange, plan: Plan, view: ChangeView): Line {
  const { change, attributes } = planned;
  const subject = subjectOf(planned);
  const [name = "", type, what = ""] = subject.title;
  const line = subject.origin === null ? null : view.lineOf(subject.origin);
  const otherFile = printable(subject.origin?.file ?? "");
  const moved = attributes.map(
    ({ attribute, before, after }) =>
      `${humanize(attribute)} ${shorten(before ?? "none", plan)} → ${shorten(after ?? "none", plan)}`,
  );
  return {
    symbol: symbols[change.action],
    kind: subject.kind,
    name: shorten(name, plan),
    types: type === undefined ? [] : [type],
    what: printable(what),
    details: [change.action === "update" ? moved.join(", ") : shorten(subject.detail, plan)],
    place: line === null ? "" : `${subject.origin?.file === view.file ? "" : otherFile}:${line}`,
    changes: [planned],
  };
}

/** The resource that a change is about. */
function subjectOf({ change }: PlannedChange) {
  return change.action === "delete" ? change.before : change.after;
}

/** Names without the zone, which stands above. */
function shorten(text: string, { zone }: Plan): string {
  return printable(text)
    .replaceAll(`.${zone.name}`, "")
    .replaceAll(/(?<![^ ,])ref:/gu, "");
}

/** "EvaluateTargetHealth" → "evaluate target health"; acronyms stay as they are. */
function humanize(attribute: string): string {
  return attribute
    .replace(/(?<=[a-z])(?=[A-Z])/gu, " ")
    .replace(/\b[A-Z](?=[a-z])/gu, (letter) => letter.toLowerCase());
}
