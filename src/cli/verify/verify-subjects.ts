/** Asks for every policy at every provider, and judges what came. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { providers } from "../../provider/registry.ts";
import { openAsker, usualPatienceMs } from "../../verify/ask.ts";
import { openVendor } from "../../verify/ask-vendor.ts";
import { usualCertainty, type Verdict } from "../../verify/cell.ts";
import { diagnoseUnreachable } from "../../verify/diagnose.ts";
import { divideAmong, judge, queriesFor, testedShares } from "../../verify/judge.ts";
import { observe } from "../../verify/observe.ts";
import { differs, type Verification, type VerifiedZone } from "../../verify/result.ts";
import type { DnsServer } from "../../verify/server.ts";
import { clock } from "../connect.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { ShownProgress } from "../progress.ts";
import { type Failed, type Inquiries, planInquiries, type Subject, type Wanted } from "./subjects.ts";

export interface Asking {
  /** How often where shares are tested; without it as often as it takes. */
  readonly queries: number | undefined;
  readonly rate: number;
  /** Milliseconds that the first try waits. */
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
}

export interface Verified extends Verification {
  readonly failed: readonly Failed[];
  /** Where health changed while it was asked about. */
  readonly moved: readonly Diagnostic[];
  /** Zones of which no server answers. */
  readonly unreachable: readonly Diagnostic[];
}

/** Questions that are under way at a time. */
const width = 32;
/** An account may make five requests a second (Route 53 Developer Guide, "Quotas"). */
const apiRate = 5;
/** Of what is only looked at, and not counted. */
const apiQueries = 2;
/** Replies from one line of progress to the next. */
const shownEvery = 50;
/** Once more where health changed meanwhile. */
const rounds = 2;

export async function verifySubjects(
  subjects: readonly Subject[],
  wanted: Wanted,
  asking: Asking,
  progress: Pick<ShownProgress, "step">,
): Promise<Verified> {
  const failed: Failed[] = [];
  const moved: Diagnostic[] = [];
  const unreachable: Diagnostic[] = [];
  const planned = new Map<Subject, Inquiries>();
  for (const subject of subjects) {
    const inquiries = await planOrFail(subject, wanted, failed);
    if (inquiries !== null) planned.set(subject, inquiries);
  }
  const cells = [...planned.values()].flatMap(({ names }) => names.flatMap((name) => name.cells));
  const tests = cells.reduce((sum, cell) => sum + testedShares(cell).length, 0);
  const zones: VerifiedZone[] = [];
  for (const [subject, first] of planned) {
    if (asking.signal.aborted) break;
    let inquiries = first;
    for (let round = 1; ; round++) {
      const asked = await askOrFail(
        () => askZone(subject, inquiries, tests, wanted, asking, progress),
        failed,
      );
      if (asked === "failed") break;
      if (asked === null) {
        if (asking.signal.aborted) break;
        unreachable.push(diagnoseUnreachable(subject.policy.zone, subject.servers));
        break;
      }
      const next = asked.names.some(differs) ? await planOrFail(subject, wanted, failed) : inquiries;
      // What came is told, though nobody can say any more whether health has moved.
      if (next === null) {
        zones.push(asked);
        break;
      }
      const turned = turnedBetween(inquiries, next);
      if (turned.length === 0 || round === rounds) {
        if (turned.length > 0)
          moved.push(diagnose("health-moved", { zone: subject.policy.zone, endpoints: turned }, null));
        zones.push(asked);
        break;
      }
      inquiries = next;
    }
  }
  return { zones, tests, certainty: usualCertainty, failed, moved, unreachable };
}

async function askOrFail<T>(ask: () => Promise<T>, failed: Failed[]): Promise<T | "failed"> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    failed.push({ diagnostic: error.diagnostic, code: exitCodeOf(error.kind) });
    return "failed";
  }
}

async function planOrFail(subject: Subject, wanted: Wanted, failed: Failed[]): Promise<Inquiries | null> {
  const planned = await askOrFail(() => planInquiries(subject, wanted), failed);
  return planned === "failed" ? null : planned;
}

/** Endpoints that are down in one and not in the other. */
function turnedBetween({ health: before }: Inquiries, { health: after }: Inquiries): readonly string[] {
  return [
    ...before.down.filter((name) => !after.down.includes(name)),
    ...after.down.filter((name) => !before.down.includes(name)),
  ];
}

/** Null: no server answers, or the user wants no more. */
async function askZone(
  { file, policy, target, servers, live }: Subject,
  { health, names }: Inquiries,
  tests: number,
  wanted: Wanted,
  { queries, rate, timeout = usualPatienceMs, signal }: Asking,
  progress: Pick<ShownProgress, "step">,
): Promise<VerifiedZone | null> {
  const each = divideAmong(tests, usualCertainty);
  const planned = names.flatMap(({ cells }) =>
    cells.map((cell) => ({
      cell,
      queries:
        wanted.via === "api"
          ? apiQueries
          : testedShares(cell).length > 0
            ? (queries ?? queriesFor(cell, each))
            : queriesFor(cell, each),
    })),
  );
  const openEither = async () => {
    const test = wanted.via === "api" ? (live?.reading.testAnswer ?? null) : null;
    const [vendor] = servers;
    if (test !== null && vendor !== undefined)
      return openVendor(test, vendor, { clock, signal, rate: Math.min(rate, apiRate) });
    return openAsker(servers, { clock, signal, random: Math.random, rate, patienceMs: timeout });
  };
  const title = `the servers of ${policy.zone}`;
  const asker = await openEither();
  const started = clock.now();
  let silent: readonly DnsServer[];
  let observed: Awaited<ReturnType<typeof observe>>;
  try {
    observed = await observe(planned, asker, {
      signal,
      width,
      onProgress(asked, total) {
        if (asked % shownEvery !== 0) return;
        const seconds = (clock.now() - started) / 1000;
        progress.step({ kind: "waiting", title: `${title}, ${asked} of ${total}`, seconds });
      },
    });
  } finally {
    silent = asker.silent();
    asker.close();
  }
  if (observed === null) return null;
  const verdicts = new Map<string, Verdict[]>();
  for (const one of observed) {
    verdicts.set(one.cell.name, [...(verdicts.get(one.cell.name) ?? []), judge(one, each)]);
  }
  return {
    file,
    policy: policy.name,
    provider: target.provider,
    title: providers[target.provider].title,
    zone: policy.zone,
    servers,
    silent,
    health,
    names: names.map(({ steered: { record }, state, appliedAt, unasked }) => ({
      name: record.name,
      types: record.types,
      ttl: record.ttl,
      state,
      appliedAt,
      verdicts: verdicts.get(record.name) ?? [],
      unasked,
    })),
  };
}
