/** What name servers were found to answer, for people. */
import type { Verdict } from "../verify/cell.ts";
import type { NameState, Verification, VerifiedName, VerifiedZone } from "../verify/result.ts";
import type { Paint } from "./paint.ts";
import { renderTable, type TableRow } from "./table.ts";
import { count, indent, percent, printable, wrap } from "./text.ts";

export interface VerifiedView {
  readonly paint: Paint;
  readonly width: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function renderVerification(found: Verification, view: VerifiedView): string {
  const lines = [
    ...found.zones.flatMap((zone) => [...renderZone(zone, view), ""]),
    ...renderSummary(found, view),
  ];
  return `${lines.join("\n")}\n`;
}

function renderZone(zone: VerifiedZone, view: VerifiedView): readonly string[] {
  const { paint, width } = view;
  const servers = zone.servers
    .flatMap(({ name, address }) => (address === null ? [] : [printable(name)]))
    .join(", ");
  const down = zone.health.down.map(printable).join(", ");
  const health =
    zone.health.source === "assumed"
      ? `health is assumed, and no vendor asked: ${down === "" ? "all endpoints are up" : `down are ${down}`}`
      : down === ""
        ? `no endpoint is down by ${zone.title}'s checks`
        : `down by ${zone.title}'s checks: ${down}`;
  return [
    `${paint.bold(printable(`${zone.zone} · ${zone.title}`))}  ${paint.dim(printable(zone.file))}`,
    ...indent(wrap(`asked ${servers === "" ? "nobody" : servers}`, width - 2), 2),
    ...indent(wrap(health, width - 2), 2),
    ...zone.names.flatMap((name) => ["", ...renderName(name, view)]),
  ];
}

const untold: Readonly<Partial<Record<NameState, string>>> = {
  pending: "not asked: the policy has changed since it was applied",
  "not applied": "not asked: not applied yet",
};

function renderName(found: VerifiedName, view: VerifiedView): readonly string[] {
  const { paint, width } = view;
  const { name, types, ttl, state, verdicts, unasked } = found;
  const head = `${paint.bold(printable(name))}  ${types.join(" ")}  ttl ${ttl} s`;
  const hand = state === "changed by hand" ? `  ${paint.yellow("changed by hand since it was applied")}` : "";
  const widest = Math.max(...types.map(({ length }) => length));
  const rows = verdicts.map((verdict): TableRow => {
    const mark = `${verdict.differences.length > 0 ? "✗" : "✓"} ${verdict.observed.cell.type.padEnd(widest)}`;
    const cells = cellsOf(verdict);
    return {
      name: `${mark} ${printable(verdict.observed.cell.client)}`,
      cells: cells.map(([, cell]) => cell),
      stacked: cells,
    };
  });
  const titles = verdicts[0] === undefined ? [] : cellsOf(verdicts[0]).map(([title]) => title);
  return [
    `  ${head}${hand}`,
    ...(untold[state] === undefined ? [] : [`    ${paint.yellow(untold[state])}`]),
    ...(rows.length === 0
      ? []
      : indent(
          renderTable([`  ${"".padEnd(widest)} client`, ...titles], rows, width - 4).map(paintMark(paint)),
          4,
        )),
    ...indent(
      unasked.flatMap(({ name: client, reason }) =>
        wrap(`? ${printable(client)}: not asked, ${reason}`, width - 4).map((line) => paint.yellow(line)),
      ),
      4,
    ),
    ...indent(renderAge(found, view), 4),
  ];
}

function paintMark(paint: Paint): (line: string) => string {
  return (line) => line.replace("✗", paint.red("✗")).replace("✓", paint.green("✓"));
}

function cellsOf({ observed, differences }: Verdict): readonly (readonly [string, string])[] {
  const { cell, total } = observed;
  const ttl = differences.some(({ kind }) => kind === "ttl")
    ? [`ttl ${[...observed.ttls.keys()].join(" and ")} s`]
    : [];
  const doubts = differences.flatMap(({ kind }) =>
    kind === "no tcp" || kind === "not authoritative" ? [kind === "no tcp" ? "no TCP" : kind] : [],
  );
  return [
    ["asked as", cell.subnet?.text ?? "no subnet"],
    ["replies", String(total)],
    ["the policy", expectedOf(observed.cell)],
    ["came", [renderCame(observed), ...ttl, ...doubts].join(" · ")],
  ];
}

/** Shares alone where nothing but what may come came, in the order in which it is expected. */
function renderCame({ cell: { expected, isHidden }, came, total }: Verdict["observed"]): string {
  if (came.length === 0) return "nothing";
  const keyOf = (values: readonly string[]) => values.join(" ");
  const counts = new Map(
    came.map(({ code, values, count: times }) => [code === "NOERROR" ? keyOf(values) : code, times]),
  );
  const isAsMeant =
    !isHidden &&
    came.every(
      (one) =>
        one.code === "NOERROR" &&
        expected.some(({ values, isService }) => !isService && keyOf(values) === keyOf(one.values)),
    );
  if (isAsMeant && expected.length === 1) return "=";
  if (isAsMeant && expected.every(({ share }) => share !== null)) {
    return expected.map(({ values }) => percent((counts.get(keyOf(values)) ?? 0) / total)).join(" · ");
  }
  return came
    .map(({ code, endpoints, count: times }) => {
      const who = code === "NOERROR" ? endpoints.map(printable).join(" + ") || "no answer" : code;
      return came.length === 1 ? who : `${who} ${percent(times / total)}`;
    })
    .join(" · ");
}

function expectedOf({ expected, isHidden }: Verdict["observed"]["cell"]): string {
  if (isHidden) return "any address: the choice is behind it";
  const isRanked = expected.some(({ share }) => share === null);
  const names = expected.map(({ endpoints, share }) => {
    const who = endpoints.length === 0 ? "no answer" : endpoints.map(printable).join(" + ");
    return share === null || expected.length === 1 ? who : `${who} ${percent(share)}`;
  });
  return isRanked ? `${names.join(" or ")}, by the vendor's ranking` : names.join(" · ");
}

/** What was applied a moment ago isn't in all caches. */
function renderAge(
  { appliedAt, ttl, verdicts }: VerifiedName,
  { now, paint }: VerifiedView,
): readonly string[] {
  if (appliedAt === null || verdicts.length === 0) return [];
  // To the minute.
  const left = Math.ceil((appliedAt + 60_000 + ttl * 1000 - now) / 1000);
  return left <= 0
    ? []
    : [paint.dim(`applied just now: caches may have what was there before for up to ${left} s`)];
}

function renderSummary(
  { zones, tests, certainty }: Verification,
  { paint, width }: VerifiedView,
): readonly string[] {
  const names = zones.flatMap((zone) => zone.names);
  const asked = names.filter(({ verdicts }) => verdicts.length > 0);
  const differing = asked.filter(({ verdicts }) =>
    verdicts.some(({ differences }) => differences.length > 0),
  );
  const unasked = names.reduce((sum, one) => sum + one.unasked.length, 0);
  const replies = asked
    .flatMap(({ verdicts }) => verdicts)
    .reduce((sum, { observed }) => sum + observed.total, 0);
  const waiting = names.filter(({ state }) => state === "pending" || state === "not applied").length;
  const parts = [
    ...(differing.length > 0
      ? [`${count(differing.length, "name")} ${differing.length === 1 ? "differs" : "differ"}`]
      : []),
    `${count(asked.length - differing.length, "name")} as the policy says`,
    ...(waiting > 0 ? [`${waiting} waiting for an apply`] : []),
    ...(unasked > 0 ? [`${count(unasked, "class")} of clients not asked`] : []),
    `${replies} replies`,
  ];
  const finds = asked.flatMap(({ verdicts }) => verdicts).flatMap((verdict) => verdict.finds ?? []);
  const smallest = finds.length === 0 ? null : Math.max(...finds);
  const tested =
    tests === 0
      ? []
      : wrap(
          `Tested: ${count(tests, "share")}, exactly; ${smallest === null ? "no difference" : `one that is off by ${percent(smallest)} or more`} is found with a probability of ${percent(certainty.power)}, and a run is wrongly called different with one of ${percent(certainty.falseAlarm)} at most`,
          width,
        );
  const head =
    differing.length > 0
      ? paint.red("Different:")
      : asked.length === 0
        ? paint.yellow("Not verified:")
        : paint.green("Verified:");
  return [...wrap(`${head} ${parts.join(", ")}`, width), ...tested.map((line) => paint.dim(line))];
}
