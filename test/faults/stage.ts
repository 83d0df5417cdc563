/** A vendor's sandbox on which one apply is disturbed: what was asked of it, what is in it, and what its DNS answers. */
import type { ProviderId } from "../../src/policy/policy.ts";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { listChecks, openLab } from "../provider/lab.ts";
import { ask } from "../sandbox/dns-client.ts";
import { workbenchKey } from "../sandbox/workbench.ts";
import type { Asked, ForeignWrite } from "./foreign.ts";
import { meddleCloudflare } from "./foreign-cloudflare.ts";
import { meddleRoute53 } from "./foreign-route53.ts";

export interface Stage {
  readonly connecting: ConnectOptions;
  /** What the built program needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Operations so far, but for those of others. */
  operations(): readonly string[];
  /** Operations that opening the stage took, which come before all others. */
  readonly opening: readonly string[];
  /** Called before each request is carried out. */
  onRequest(act: ((asked: Asked) => Promise<void>) | null): void;
  /** Lets so many milliseconds go by at the vendor. */
  pass(milliseconds: number): void;
  /** Everything that is there, as text without ids and times. */
  everything(): Promise<readonly string[]>;
  /** What the name servers say of the public name, from Germany and from America. */
  answers(): Promise<readonly string[]>;
  /** Writes as somebody else to what this request is about, or where that is to be. */
  meddle(asked: Asked): Promise<ForeignWrite>;
}

const name = "www.example.com";
const clients = ["198.18.55.0/24", "198.18.229.0/24"];

async function answersAt(port: number): Promise<readonly string[]> {
  const replies = await Promise.all(
    clients.flatMap((subnet) => ["A", "AAAA"].map((type) => ask(port, { name, type, subnet }))),
  );
  return replies.map(({ values }) => values.join());
}

export function openStage(provider: ProviderId, options: Partial<SandboxOptions>): Promise<Stage> {
  return provider === "route53" ? openRoute53Stage(options) : openCloudflareStage(options);
}

async function openRoute53Stage(options: Partial<SandboxOptions>): Promise<Stage> {
  const lab = await openLab({ ...options, dnsPort: 0 });
  return {
    connecting: lab.connecting,
    env: {
      AWS_ENDPOINT_URL_ROUTE_53: lab.sandbox.route53Url,
      AWS_ACCESS_KEY_ID: "AKIDPROGRAM",
      AWS_SECRET_ACCESS_KEY: "example",
    },
    operations: () => lab.sent.map(({ operation }) => operation),
    opening: [],
    onRequest(act) {
      lab.interfere =
        act === null
          ? null
          : (asked) => (asked.authorization.includes(workbenchKey) ? undefined : act(asked));
    },
    pass(milliseconds) {
      lab.time.now += milliseconds;
    },
    async everything() {
      const checks = new Map(
        (await listChecks(lab.client)).map(({ Id, HealthCheckConfig }) => [
          Id,
          JSON.stringify(HealthCheckConfig),
        ]),
      );
      const sets = (await lab.list()).map(({ HealthCheckId: id, ...set }) =>
        JSON.stringify({ ...set, check: id === undefined ? null : checks.get(id) }).replaceAll(
          /;t=\d+/gu,
          "",
        ),
      );
      return [...sets, ...checks.values()].sort();
    },
    answers: () => answersAt(lab.sandbox.dnsPort ?? 0),
    meddle: (asked) => meddleRoute53(lab, asked),
  };
}

async function openCloudflareStage(options: Partial<SandboxOptions>): Promise<Stage> {
  const lab = await openCloudflareLab({ ...options, cloudflareDnsPort: 0 });
  return {
    connecting: lab.connecting,
    env: { CLOUDFLARE_BASE_URL: lab.connecting.endpoint ?? "", CLOUDFLARE_API_TOKEN: "token" },
    operations: () => lab.sent.map(({ operation }) => operation),
    opening: ["GET zones"],
    onRequest(act) {
      lab.interfere = act;
    },
    pass(milliseconds) {
      lab.time.now += milliseconds;
    },
    everything: () => lab.everything(),
    answers: () => answersAt(lab.dnsPort ?? 0),
    meddle: (asked) => meddleCloudflare(lab, asked),
  };
}
