/** Zones that were held against what was applied to them. */
import type { Report, ReportedZone } from "../report.ts";
import { count } from "../text.ts";
import { type Block, folded, paragraph, someOf, table } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { code, prose } from "./escape.ts";
import { operationBlocks } from "./operations.ts";
import { trafficBlocks } from "./traffic.ts";

interface Standing {
  readonly zone: ReportedZone;
  readonly name: ReportedZone["names"][number];
}

/** What was changed by hand is told whole; what waits is told by its name. */
export function zoneBlocks({ zones = [] }: Report, detail: Detail): readonly Block[] {
  const names = zones.flatMap((zone) => zone.names.map((name): Standing => ({ zone, name })));
  const drifted = names.filter(({ name }) => name.standing === "drifted");
  const others = names.filter(({ name }) => name.standing !== "drifted" && name.standing !== "in step");
  const { shown, left } = someOf(drifted, detail.items);
  const some = someOf(others, detail.items);
  return [
    ...shown.flatMap(({ zone, name }) => driftedBlocks(zone, name, detail)),
    left > 0 ? paragraph([`_${count(left, "more name")} changed by hand, left out to keep this short_`]) : [],
    folded(`${count(others.length, "name")} without drift that an apply would touch`, [
      table(
        ["name", "at", "stands"],
        some.shown.map(({ zone, name }) => [code(name.name), prose(zone.title), explanations[name.standing]]),
      ),
      some.left > 0 ? paragraph([`_${some.left} more_`]) : [],
    ]),
  ];
}

const explanations: Readonly<Record<Standing["name"]["standing"], string>> = {
  drifted: "changed by hand",
  pending: "the policy has changed since it was applied",
  converged: "changed by hand to what the policy says now",
  "not applied": "not applied yet",
  "in step": "as applied",
};

function driftedBlocks(zone: ReportedZone, name: Standing["name"], detail: Detail): readonly Block[] {
  const view = { whenDone: "as the policy says", isNew: false, rows: detail.rows };
  const { changes } = name;
  const count = (action: string) =>
    changes.filter((change) => change.action === action && change.kind !== "marker").length;
  const counts = {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    markers: changes.filter(({ kind }) => kind === "marker").length,
  };
  return [
    [
      `#### ${[code(name.name), ...name.types.map(prose), `**changed by hand** at ${prose(zone.title)}`].join(" · ")}`,
    ],
    ...name.traffic.flatMap((one) => [
      name.traffic.length > 1 ? paragraph([`${one.types.map(prose).join(" ")}:`]) : [],
      ...trafficBlocks(one, view),
    ]),
    name.pending
      ? paragraph(["The policy has changed too, so that this is both: what to put back, and what waits."])
      : [],
    ...operationBlocks([{ ...zone, counts, names: [name], shared: [] }], detail),
  ];
}
