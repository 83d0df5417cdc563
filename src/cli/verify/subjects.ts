/** What a verification is about: each policy at each of its providers, with what is known before anything is asked. */
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Checked, Target } from "../../plan/check.ts";
import { compareSnapshot, type Plan } from "../../plan/plan.ts";
import type { PlannedName } from "../../plan/planned-name.ts";
import { standingOf } from "../../plan/standing.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Reading, Snapshot } from "../../provider/connection.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { providers } from "../../provider/registry.ts";
import { type Distinctions, distinctionsIn, joinDistinctions } from "../../steering/clients.ts";
import { unitKeyOf, unitsDownWith } from "../../steering/health.ts";
import type { SteeredRecord } from "../../steering/tree.ts";
import { endpointsOf } from "../../steering/walk.ts";
import type { Cell } from "../../verify/cell.ts";
import { planCells } from "../../verify/cells.ts";
import type { Unasked } from "../../verify/clients.ts";
import type { NameState, VerifiedZone } from "../../verify/result.ts";
import type { DnsServer } from "../../verify/server.ts";
import type { Connector } from "../connect.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { isCalled } from "../named-records.ts";
import { today } from "../today.ts";
import { UsageError } from "../usage-error.ts";
import { parseServer } from "./option-values.ts";
import type { KnownPlaces } from "./places.ts";
import { findServers } from "./servers.ts";

export interface Wanted {
  readonly provider?: string;
  /** Those that there are; without them every record. */
  readonly record?: readonly string[];
  /** Instead of those that the vendor names. */
  readonly servers: readonly DnsServer[] | null;
  readonly health: "reported" | "assumed";
  /** Endpoints that are taken to be down. */
  readonly down: ReadonlySet<string>;
  readonly places: KnownPlaces;
  readonly via: "dns" | "api";
}

/** One policy at one provider. */
export interface Subject {
  readonly file: string;
  readonly policy: Policy;
  readonly target: Target;
  readonly servers: readonly DnsServer[];
  /** Null where the vendor isn't asked. */
  readonly live: Live | null;
  readonly records: readonly SteeredRecord[];
}

interface Live {
  readonly reading: Reading;
  readonly snapshot: Snapshot;
  readonly names: ReadonlyMap<string, PlannedName>;
  readonly shared: Plan["shared"];
}

export interface Failed {
  readonly diagnostic: Diagnostic;
  readonly code: ExitCode;
}

/** Whether the vendor is asked at all. */
export function asksVendor({ servers, health }: Pick<Wanted, "servers" | "health">): boolean {
  return servers === null || health === "reported";
}

/** Finds out what there is to verify. A vendor that says no doesn't hide the others. */
export async function findSubjects(
  checked: readonly Checked[],
  connector: Connector | null,
  wanted: Wanted,
): Promise<{ readonly subjects: readonly Subject[]; readonly failed: readonly Failed[] }> {
  const subjects: Subject[] = [];
  const failed: Failed[] = [];
  for (const { policy, records, targets, file } of checked) {
    if (policy === null) continue;
    const chosen = records.filter(
      ({ record }) => wanted.record?.some((name) => isCalled(record, name)) ?? true,
    );
    for (const target of targets) {
      if (wanted.provider !== undefined && target.provider !== wanted.provider) continue;
      const subject = { file: file.path, policy, target, records: chosen };
      if (connector === null) {
        subjects.push({ ...subject, servers: wanted.servers ?? [], live: null });
        continue;
      }
      try {
        const reading = await connector.open(target.provider, policy);
        if (wanted.via === "api") refuseUntestable(reading, target, targets);
        const live = await findLive(policy, records, target, reading);
        subjects.push({ ...subject, servers: await chooseServers(reading, target, wanted), live });
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        failed.push({ diagnostic: error.diagnostic, code: exitCodeOf(error.kind) });
      }
    }
  }
  return { subjects, failed };
}

/** Reads the zone, and how each name stands in it. Throws `ProviderError`. */
export async function findLive(
  policy: Policy,
  records: readonly SteeredRecord[],
  target: Target,
  reading: Reading,
): Promise<Live> {
  const snapshot = await reading.read(target.compiled);
  const asked = { today: today(), allow: [] };
  const plan = compareSnapshot(policy, records, target, { snapshot, zone: reading.zone }, asked);
  return {
    reading,
    snapshot,
    shared: plan.shared,
    names: new Map(plan.names.map((name) => [name.name, name])),
  };
}

/** Throws `UsageError` where the vendor can't say what it would answer. */
function refuseUntestable({ testAnswer }: Reading, { provider }: Target, targets: readonly Target[]): void {
  if (testAnswer !== null) return;
  const others = targets.flatMap((one) => (one.provider === provider ? [] : [`--provider ${one.provider}`]));
  const way = others.length === 0 ? "ask its servers instead" : `choose ${others.join(" or ")}`;
  throw new UsageError(
    `--via api means nothing to ${providers[provider].title}, which has no test of an answer: ${way}`,
  );
}

async function chooseServers(
  reading: Reading,
  { provider }: Target,
  { servers, via }: Wanted,
): Promise<readonly DnsServer[]> {
  if (via === "dns") return servers ?? (await serversOf(reading));
  return [{ name: `${providers[provider].title}'s API`, address: "", port: 0 }];
}

/** The servers that the vendor names. Throws `ProviderError`. */
export async function serversOf(reading: Reading): Promise<readonly DnsServer[]> {
  const names = await reading.nameServers();
  return findServers(names.flatMap((name) => parseServer(name.replace(/\.$/u, ""))));
}

/** What is asked of one name. */
export interface Inquiry {
  readonly steered: SteeredRecord;
  readonly state: NameState;
  readonly appliedAt: number | null;
  readonly cells: readonly Cell[];
  readonly unasked: readonly Unasked[];
}

export interface Inquiries {
  readonly health: VerifiedZone["health"];
  readonly names: readonly Inquiry[];
}

/** Looks at what is down, and says what to ask. Throws `ProviderError`. */
export async function planInquiries(subject: Subject, wanted: Wanted): Promise<Inquiries> {
  const { policy, target, live, records } = subject;
  const provider = providers[target.provider];
  const dead = await findDead(subject, wanted);
  const reach =
    live === null
      ? null
      : provider.indexReach([...live.snapshot.resources, ...live.snapshot.foreign, ...live.snapshot.beside]);
  const names = records.map((steered): Inquiry => {
    const { name } = steered.record;
    const found = live?.names.get(name);
    const state = stateOf(found, live?.shared ?? []);
    const appliedAt = found?.appliedAt ?? null;
    // What the policy says isn't what anybody has been told to answer.
    if (state === "pending" || state === "not applied") {
      return { steered, state, appliedAt, cells: [], unasked: [] };
    }
    const distinctions = distinguish(steered, reach === null ? null : provider.distinctionsIn(reach(name)));
    const planned = planCells(steered, {
      shown: provider.shows(steered, policy),
      distinctions,
      dead,
      ...wanted.places,
      endpoints: [...policy.endpoints.values()],
      via: wanted.via,
      skew: target.compiled.skews.get(name) ?? 0,
    });
    return { steered, state, appliedAt, ...planned };
  });
  const down = records.flatMap(({ record, tree }) =>
    endpointsOf(tree).filter((one) => record.types.some((type) => dead.has(unitKeyOf(one, type) ?? ""))),
  );
  return {
    health: { source: wanted.health, down: [...new Set(down.map(({ name }) => name))].sort() },
    names,
  };
}

/** What is live may tell apart more than the policy does: somebody may have added a place by hand. */
function distinguish({ tree }: SteeredRecord, live: Distinctions | null): Distinctions {
  return live === null ? distinctionsIn(tree) : joinDistinctions(distinctionsIn(tree), live);
}

function stateOf(found: PlannedName | undefined, shared: Plan["shared"]): NameState {
  if (found === undefined) return "unknown";
  const standing = standingOf(found, shared);
  // What is live may be what the policy says though its marker is behind; else a name that waits is not asked.
  if (found.pending && standing !== "converged") return "pending";
  switch (standing) {
    case "drifted":
      return "changed by hand";
    case "not applied":
      return "not applied";
    case "pending":
      return "pending";
    case "converged":
    case "in step":
      return "applied";
  }
}

/** Units of health that are down. */
async function findDead(
  { target, live, records }: Subject,
  { health, down }: Wanted,
): Promise<ReadonlySet<string>> {
  const byHand = records.flatMap(({ record, tree }) => {
    const endpoints = endpointsOf(tree);
    const names = new Set(endpoints.flatMap(({ name }) => (down.has(name) ? [name] : [])));
    return record.types.flatMap((type) => [...unitsDownWith(names, endpoints, type)]);
  });
  if (health === "assumed" || live === null) return new Set(byHand);
  const keys = await live.reading.readDown(target.compiled, live.snapshot);
  return new Set([...byHand, ...[...keys].flatMap((key) => target.compiled.units.get(key) ?? [])]);
}
