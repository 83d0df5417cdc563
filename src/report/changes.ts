/** The changes of a plan, resource by resource. */
import type { Plan } from "../plan/plan.ts";
import type { PlannedChange } from "../plan/planned-name.ts";
import type { Origin } from "../policy/policy.ts";
import { type ChangeLine, groupChanges, type ToldChange } from "./change-lines.ts";
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

/** The lines of changes, one for those that differ in their type alone. On a narrow terminal each takes several. */
export function renderChanges(
  changes: readonly PlannedChange[],
  plan: Plan,
  view: ChangeView,
): readonly string[] {
  const told = changes
    .map((planned) => ({ ...tellChange(planned, view), planned, isLong: view.detailOf(planned).length > 0 }))
    .filter(({ kind, isLong }) => kind !== "marker" || isLong);
  const shown = groupChanges(told, plan.zone.name).map((line) => ({
    ...line,
    place: placeOf(line, view.file),
  }));
  const rows = layOut(shown, view.width - margin.length - 2);
  const { paint } = view;
  const colours = { "+": paint.green, "~": paint.yellow, "-": paint.red };
  return shown.flatMap((line, position) => {
    const [first = "", ...others] = rows[position] ?? [];
    return [
      `${margin}${colours[line.symbol](line.symbol)} ${first}`,
      ...indent(others, margin.length + 4),
      ...indent(
        renderDetails(
          line.changes.map(({ planned }) => planned),
          view,
        ),
        margin.length + 4,
      ),
    ];
  });
}

const margin = "    ";

/** Side by side where there is room for it; else what changes stands below what it is. */
function layOut(lines: readonly PlacedLine[], width: number): readonly (readonly string[])[] {
  const detailOf = ({ details }: PlacedLine) => details.filter((detail) => detail !== "").join(" · ");
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

interface PlacedLine extends ChangeLine<ToldChange> {
  readonly place: string;
}

function tellChange(planned: PlannedChange, { lineOf }: ChangeView): ToldChange {
  const { change, attributes } = planned;
  const { kind, title, detail, origin } = subjectOf(planned);
  const line = origin === null ? null : lineOf(origin);
  return { action: change.action, kind, title, detail, attributes, file: origin?.file ?? null, line };
}

function placeOf({ file, line }: ChangeLine<ToldChange>, own: string): string {
  return line === null ? "" : `${file === own ? "" : printable(file ?? "")}:${line}`;
}

/** The resource that a change is about. */
function subjectOf({ change }: PlannedChange) {
  return change.action === "delete" ? change.before : change.after;
}
