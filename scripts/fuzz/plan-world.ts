/** A project with saved plans that could be applied, and a sandbox to apply them to. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runApply } from "../../src/cli/commands/apply.ts";
import { runPlan } from "../../src/cli/commands/plan.ts";
import { type Connector, openConnector } from "../../src/cli/connect.ts";
import type { Context } from "../../src/cli/context.ts";
import { usualFolder } from "../../src/cli/journal-file.ts";
import type { Connection } from "../../src/provider/connection.ts";

/** What a command printed. */
export interface Heard {
  readonly context: Context;
  readonly out: () => string;
  readonly err: () => string;
}

export interface PlanSample {
  readonly text: string;
  readonly value: unknown;
}

export interface AppliedWorld {
  readonly folder: string;
  /** Plans, each of which could be applied. */
  readonly plans: readonly [PlanSample, ...PlanSample[]];
  /** Of what was applied before. */
  readonly journals: readonly [string, ...string[]];
  /** Has the policy files say again what is live. */
  readonly writeApplied: () => void;
  readonly listen: () => Heard;
  /** Everything that is live. */
  readonly live: () => string;
  readonly close: () => Promise<void>;
}

export interface PlanWorld extends AppliedWorld {
  readonly connector: Connector;
}

const checked = (weight: number) => `version: 1
name: web
zone: example.com
providers: { route53: {} }
healthChecks: { up: { type: http, path: /up, interval: 30s } }
endpoints:
  web-a: { ipv4: 192.0.2.1, healthCheck: up }
  web-b: { ipv4: 192.0.2.2 }
records:
  www${weight}: { ttl: 30s, to: { weighted: { web-a: ${weight}, web-b: 1 } } }
  www: { ttl: 30s, to: { weighted: { web-a: ${weight}, web-b: 1 } } }
traffic: { queriesPerSecond: 10, mix: [{ from: { continents: [EU] }, share: 40 }, { from: anywhere, share: 60 }] }
waivers:
  - { guard: max-delete, target: web, until: 2999-12-31, reason: the plan shall take a name away }
  - { guard: last-answer, target: www1, until: 2999-12-31, reason: the plan shall take a name away }
`;

const joint = (weight: number) => `version: 1
name: web
zone: example.org
providers: { route53: {}, cloudflare: {} }
endpoints: { web-a: { ipv4: 192.0.2.1 }, web-b: { ipv4: 192.0.2.2 } }
records: { www: { ttl: 60s, to: { weighted: { web-a: ${weight}, web-b: 1 } } } }
`;

const policies = { "a.yaml": checked, "b.yaml": joint } as const;

/** The same with the sandbox open, so that nobody else can open it. */
export async function openPlanWorld(): Promise<PlanWorld> {
  const world = await openAppliedWorld();
  const connector = await openConnector(world.listen().context, true);
  if ("code" in connector) throw new Error(`no sandbox: ${connector.code}`);
  return {
    ...world,
    connector: readOnce(connector),
    async close() {
      await connector.close();
      await world.close();
    },
  };
}

/** Applies two policies, changes them, and plans that. Nothing is written to the sandbox after this. */
export async function openAppliedWorld(): Promise<AppliedWorld> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-fuzz-"));
  const listen = () => hear(folder);
  const write = (weight: number) => {
    for (const [name, policy] of Object.entries(policies)) writeFileSync(join(folder, name), policy(weight));
  };
  const must = async (what: string, run: (heard: Heard) => Promise<number>) => {
    const heard = listen();
    if ((await run(heard)) !== 0) throw new Error(`${what}: ${heard.out()}${heard.err()}`);
  };
  const options = { format: "human", sandbox: true } as const;
  write(1);
  await must("apply", ({ context }) =>
    runApply(context, Object.keys(policies), { ...options, yes: true, input: false, wait: "none" }),
  );
  write(2);
  const save = async (out: string, ...files: readonly string[]) => {
    await must("plan", ({ context }) => runPlan(context, files, { ...options, out }));
    const text = readFileSync(join(folder, out), "utf8");
    return { text, value: JSON.parse(text) };
  };
  const plans = [
    await save("a.plan.json", "a.yaml"),
    await save("b.plan.json", "b.yaml"),
    await save("c.plan.json", "a.yaml", "b.yaml"),
  ] as const;
  const [journal, ...others] = readdirSync(join(folder, usualFolder)).map((name) =>
    readFileSync(join(folder, usualFolder, name), "utf8"),
  );
  if (journal === undefined) throw new Error("nothing was applied");
  return {
    folder,
    plans,
    journals: [journal, ...others],
    writeApplied: () => write(1),
    listen,
    live: () =>
      ["state.json", "cloudflare.json"]
        .map((name) => readFileSync(join(folder, ".signpost/sandbox", name), "utf8"))
        .join("\n"),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Nothing is written, so that what was read stays true: each zone is read from the sandbox once. */
function readOnce(connector: Connector): Connector {
  const known = new Map<string, Promise<Connection>>();
  return {
    ...connector,
    connect(provider, policy) {
      const key = `${provider} ${policy.zone}`;
      const opened = known.get(key) ?? connector.connect(provider, policy).then(rememberReads);
      known.set(key, opened);
      return opened;
    },
  };
}

function rememberReads(connection: Connection): Connection {
  let snapshot: ReturnType<Connection["read"]> | null = null;
  let batches: ReturnType<Connection["planBatches"]> | null = null;
  return {
    ...connection,
    read(compiled) {
      snapshot ??= connection.read(compiled);
      return snapshot;
    },
    planBatches(changes, compiled, read) {
      batches ??= connection.planBatches(changes, compiled, read);
      return batches;
    },
  };
}

function hear(folder: string): Heard {
  let [out, err] = ["", ""];
  const paint = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };
  return {
    context: {
      io: {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        paint: { out: paint, err: paint },
        width: 100,
        live: false,
        canAsk: false,
        ask: async () => null,
      },
      signal: new AbortController().signal,
      env: {},
      folder,
      inFlight: { title: null, journal: null, undoes: null },
    },
    out: () => out,
    err: () => err,
  };
}
