/** Journals without a disk, and what a zone holds whatever its ids and times are. */
import type { Applied, ApplyOptions } from "../../src/apply/apply.ts";
import { describeRun, type JournalAbout, openJournal } from "../../src/apply/journal.ts";
import { type ReadJournal, readJournal } from "../../src/apply/read-journal.ts";
import { prepareRollback } from "../../src/apply/rollback.ts";
import type { Asked, Prepared } from "../../src/plan/plan.ts";
import { guardNames } from "../../src/policy/guards.ts";
import { carryOut, connect, type Lab, listChecks, plan, type Ready } from "../provider/lab.ts";

type Connecting = Pick<Lab, "connecting">;

const about: JournalAbout = {
  command: "apply",
  file: "policy.json",
  root: null,
  maxFileSize: null,
  sandbox: false,
  undoes: null,
  to: null,
  startedAt: "2026-01-01T00:00:00.000Z",
};

/** Carries out a plan, and keeps the text of its journal. */
export async function carryOutWith(
  prepared: Prepared,
  options: Partial<ApplyOptions> = {},
): Promise<{ readonly applied: Applied; readonly text: string }> {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const journal = openJournal({ write, close: () => {} }, describeRun(prepared, about));
  const applied = await carryOut(prepared, { ...options, journal });
  return { applied, text };
}

/** Plans and applies with a journal. */
export async function applyWith(lab: Connecting, it: Ready, options: Partial<ApplyOptions> = {}) {
  return carryOutWith(await plan(lab, it), options);
}

/** A journal that must be in order. */
export function mustRead(text: string): ReadJournal {
  const read = readJournal(text);
  if (typeof read === "string") throw new Error(read);
  return read;
}

/** Plans the way back, which must be open. */
export async function planBack(lab: Connecting, it: Ready, text: string): Promise<Prepared> {
  const planned = await tryBack(lab, it, text);
  if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
  return planned.prepared;
}

/** What guards think of going back is looked at where it is asked. */
const letAllPass: Asked = { today: null, allow: guardNames.map((guard) => ({ guard, target: null })) };

export async function tryBack(lab: Connecting, it: Ready, text: string, asked: Asked = letAllPass) {
  return prepareRollback(mustRead(text), it.policy, await connect(lab, it), asked);
}

/** Everything in the zone, and every check: ids replaced by what they stand for, times left out. */
export async function everythingAt(lab: Lab): Promise<readonly string[]> {
  const checks = await listChecks(lab.client);
  const configs = new Map(checks.map((one) => [one.Id, JSON.stringify(one.HealthCheckConfig)]));
  const sets = (await lab.list()).map((set) =>
    JSON.stringify({ ...set, HealthCheckId: configs.get(set.HealthCheckId) })
      .replaceAll(/"CollectionId":"[^"]*"/gu, "")
      .replaceAll(/;t=\d+/gu, ""),
  );
  return [...sets, ...configs.values()].sort();
}
