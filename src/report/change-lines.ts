/** Changes, gathered into the lines in which they are told. */
import type { AttributeChange } from "../plan/diff.ts";
import { printable } from "./text.ts";

/** A change, as far as it is told. */
export interface ToldChange {
  readonly action: keyof typeof symbols;
  readonly kind: string;
  /** What it is, in columns: its name, its type and more. */
  readonly title: readonly string[];
  /** What it leads to. */
  readonly detail: string;
  readonly attributes: readonly AttributeChange[];
  /** Where the policy asks for it. */
  readonly file: string | null;
  readonly line: number | null;
}

/** Record sets of several types that change alike are one line. Its texts are printable. */
export interface ChangeLine<T extends ToldChange> extends Pick<ToldChange, "kind" | "file" | "line"> {
  readonly symbol: (typeof symbols)[keyof typeof symbols];
  readonly name: string;
  readonly types: readonly string[];
  readonly what: string;
  readonly details: readonly string[];
  readonly changes: readonly T[];
}

const symbols = { create: "+", update: "~", delete: "-" } as const;

/** One line for those that differ in their type alone, with names as they are within the zone. */
export function groupChanges<T extends ToldChange>(
  changes: readonly T[],
  zone: string,
): readonly ChangeLine<T>[] {
  const lines = new Map<string, ChangeLine<T>>();
  for (const change of changes) {
    const line = describeChange(change, zone);
    const key = JSON.stringify([line.symbol, line.kind, line.name, line.what, line.file, line.line]);
    const known = lines.get(key);
    const details = known?.details ?? [];
    lines.set(key, {
      ...line,
      types: [...(known?.types ?? []), ...line.types],
      details: line.details.every((detail) => details.includes(detail))
        ? details
        : [...details, ...line.details],
      changes: [...(known?.changes ?? []), change],
    });
  }
  return [...lines.values()];
}

function describeChange<T extends ToldChange>(change: T, zone: string): ChangeLine<T> {
  const { action, kind, title, detail, attributes, file, line } = change;
  const [name = "", type, what = ""] = title;
  const moved = attributes.map(
    ({ attribute, before, after }) =>
      `${humanize(attribute)} ${shorten(before ?? "none", zone)} → ${shorten(after ?? "none", zone)}`,
  );
  return {
    symbol: symbols[action],
    kind,
    name: shorten(name, zone),
    types: type === undefined ? [] : [printable(type)],
    what: printable(what),
    details: [action === "update" ? moved.join(", ") : shorten(detail, zone)],
    file,
    line,
    changes: [change],
  };
}

/** Names without the zone, which stands above. What is taken out may leave what a runner takes for a command. */
function shorten(text: string, zone: string): string {
  return printable(text.replaceAll(`.${zone}`, "").replaceAll(/(?<![^ ,])ref:/gu, ""));
}

/** "EvaluateTargetHealth" → "evaluate target health"; acronyms stay as they are. */
function humanize(attribute: string): string {
  return printable(attribute)
    .replace(/(?<=[a-z])(?=[A-Z])/gu, " ")
    .replace(/\b[A-Z](?=[a-z])/gu, (letter) => letter.toLowerCase());
}
