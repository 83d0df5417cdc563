import { lookup } from "node:dns/promises";
import { subnetOf } from "../dns/client-subnet.ts";
import { answerQuestion } from "../dns/lookup.ts";
import { toStoredName } from "../dns/wire-names.ts";
import type { PlaceFinder } from "../places/place.ts";
import type { HealthCheckConfig } from "../route53/health-check-config.ts";
import type { StoredHealthCheck } from "../route53/state.ts";
import type { StateStore } from "../store.ts";
import { targetOf } from "./health.ts";
import { type Finding, probe } from "./probe.ts";
import { openProber, type Prober, type Watched } from "./prober.ts";

/** A check that has become healthy or unhealthy. */
export interface Turn {
  /** Whose check it is; null: it was set by hand. */
  readonly provider: "route53" | "cloudflare" | null;
  /** The endpoint's address, else its name. */
  readonly target: string;
  readonly healthy: boolean;
  /** What was seen last, in Route 53's words. */
  readonly status: string;
}

export interface ProbingOptions {
  readonly store: StateStore;
  readonly now: () => number;
  /** Milliseconds between two probes; null for each check's own interval. */
  readonly intervalMs: number | null;
  readonly find: PlaceFinder;
  readonly random: () => number;
  readonly onTurn: (turn: Turn) => void;
}

/** Types without an endpoint of their own. */
const unprobed: readonly HealthCheckConfig["type"][] = [
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
];

/** How Route 53 watches an endpoint: one threshold for both ways, and healthy until enough reports say otherwise. */
export function watchCheck({ id, version, config }: StoredHealthCheck): Watched<HealthCheckConfig> {
  const threshold = config.failureThreshold ?? 3;
  const intervalMs = (config.requestInterval ?? 30) * 1000;
  return { id, version, config, intervalMs, upAfter: threshold, downAfter: threshold, atFirst: "healthy" };
}

/** Probes the checks of a store, as they come and go. */
export function startProber(options: ProbingOptions): Prober<HealthCheckConfig> {
  const { store, now, intervalMs, find, random, onTurn } = options;
  const prober = openProber<HealthCheckConfig>({
    now,
    intervalMs,
    probe: (config, signal) => probeEndpoint(config, resolveName, signal),
    onTurn: ({ config }, { healthy, status }) =>
      onTurn({ provider: "route53", target: targetOf(config), healthy, status }),
  });

  /** Names of the sandbox's own zones are known nowhere else. Only IPv4, as Route 53 does without an IPAddress. */
  async function resolveName(name: string): Promise<string> {
    const subnet = subnetOf("127.0.0.1");
    const client = { subnet, located: find(subnet) };
    // As seen from outside, with every endpoint alive: whether it is, is what the probe is to find out.
    const world = { isAlive: () => true, random };
    const question = { name: toStoredName(name), type: "A" } as const;
    const { code, answers } = answerQuestion(store.read(), question, client, world);
    const [address] = answers.flatMap(({ type, values }) => (type === "A" ? values : []));
    if (code !== "REFUSED" && address !== undefined) return address;
    return (await lookup(name, { family: 4 })).address;
  }

  const follow = () => {
    const checks = [...store.read().healthChecks.values()];
    prober.follow(checks.filter(({ config }) => !unprobed.includes(config.type)).map(watchCheck));
  };
  store.watch(follow);
  follow();
  return prober;
}

async function probeEndpoint(
  config: HealthCheckConfig,
  resolveName: (name: string) => Promise<string>,
  signal: AbortSignal,
): Promise<Finding> {
  if (config.ipAddress !== null) return probe(config, config.ipAddress, signal);
  try {
    return await probe(config, await resolveName(config.fullyQualifiedDomainName ?? ""), signal);
  } catch {
    return { healthy: false, status: "Failure: DNS resolution failed." };
  }
}
