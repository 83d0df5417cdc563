/** A vendor's sandbox on which one apply is disturbed: what was asked of it, what is in it, and what its DNS answers. */
import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { ProviderId } from "../../src/policy/policy.ts";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { listChecks, openLab } from "../provider/lab.ts";
import { ask } from "../sandbox/dns-client.ts";
import { a, remove, upsert } from "../sandbox/workbench.ts";

export interface Stage {
  readonly connecting: ConnectOptions;
  /** What the built program needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Operations so far, but for those of others. */
  operations(): readonly string[];
  /** Operations that opening the stage took, which come before all others. */
  readonly opening: readonly string[];
  /** Called before each request is carried out. */
  onRequest(act: ((operation: string) => Promise<void>) | null): void;
  /** Lets so many milliseconds go by at the vendor. */
  pass(milliseconds: number): void;
  /** Everything that is there, as text without ids and times. */
  everything(): Promise<readonly string[]>;
  /** What the name servers say of the public name, from Germany and from America. */
  answers(): Promise<readonly string[]>;
  /** Takes away what `meddle` put at a name of nobody's. */
  clear(): Promise<void>;
  /** Writes to an object of ours, or where ours is to be, as somebody else. Returns whether it still is as written. */
  meddle(): Promise<() => Promise<boolean>>;
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
  const theirs = a(name, { TTL: 77 });
  return {
    connecting: lab.connecting,
    env: {
      AWS_ENDPOINT_URL_ROUTE_53: lab.sandbox.route53Url,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
    },
    operations: () => lab.sent.map(({ operation }) => operation),
    opening: [],
    onRequest(act) {
      lab.interfere = act === null ? null : ({ operation }) => act(operation);
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
    async meddle() {
      const mine = (set: ResourceRecordSet) => set.SetIdentifier === "eu-a" && set.Type === "A";
      const find = async () => (await lab.list()).find(mine);
      const ours = await find();
      if (ours !== undefined) {
        await lab.change(upsert({ ...ours, Weight: 77 }));
        return async () => (await find())?.Weight === 77;
      }
      await lab.change(upsert(theirs));
      return async () => (await lab.list()).some(({ Name, TTL }) => Name === `${name}.` && TTL === 77);
    },
    clear: async () => void (await lab.change(remove(theirs))),
  };
}

async function openCloudflareStage(options: Partial<SandboxOptions>): Promise<Stage> {
  const lab = await openCloudflareLab({ ...options, cloudflareDnsPort: 0 });
  const pools = `/accounts/${lab.accountId}/load_balancers/pools`;
  const records = `/zones/${lab.zoneId}/dns_records`;
  type Pool = {
    readonly id: string;
    readonly origins: readonly { readonly name: string; readonly weight: number }[];
  };
  const findTheirs = async () =>
    ((await lab.send("GET", records)) as { id: string; content: string }[]).find(
      ({ content }) => content === "192.0.2.77",
    );
  const findPool = async () =>
    ((await lab.send("GET", `${pools}?per_page=1000`)) as Pool[]).find(({ origins }) => origins.length === 2);
  return {
    connecting: lab.connecting,
    env: { CLOUDFLARE_BASE_URL: lab.connecting.endpoint ?? "", CLOUDFLARE_API_TOKEN: "token" },
    operations: () => lab.sent.map(({ operation }) => operation),
    opening: ["GET zones"],
    onRequest(act) {
      lab.interfere = act === null ? null : ({ operation }) => act(operation);
    },
    pass(milliseconds) {
      lab.time.now += milliseconds;
    },
    everything: () => lab.everything(),
    answers: () => answersAt(lab.dnsPort ?? 0),
    async meddle() {
      const ours = await findPool();
      if (ours !== undefined) {
        const origins = ours.origins.map((origin) => ({ ...origin, weight: 0.77 }));
        await lab.send("PATCH", `${pools}/${ours.id}`, { origins });
        return async () => (await findPool())?.origins.every(({ weight }) => weight === 0.77) ?? false;
      }
      await lab.send("POST", records, { name, type: "A", content: "192.0.2.77", ttl: 300 });
      return async () => (await findTheirs()) !== undefined;
    },
    async clear() {
      await lab.send("DELETE", `${records}/${(await findTheirs())?.id}`);
    },
  };
}
