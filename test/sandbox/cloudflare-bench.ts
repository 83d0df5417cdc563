/** A fresh sandbox and the real SDK's client on its Cloudflare. Every reply is held against Cloudflare's description. */
import Cloudflare from "cloudflare";
import { expect, onTestFinished } from "vitest";
import type { SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openContract } from "./cloudflare-contract.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

export interface CloudflareBench extends Pick<Workbench, "sandbox" | "folder" | "time"> {
  readonly client: Cloudflare;
  readonly account: { readonly account_id: string };
  readonly zone: { readonly zone_id: string };
  /** Status and headers of every reply. */
  readonly replies: {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly headers: Headers;
  }[];
  pool(name: string, addresses: readonly string[], more?: object): Promise<string>;
  monitor(more?: object): Promise<string>;
  balancer(name: string, pools: readonly string[], more?: object): Promise<string>;
}

const findProblems = openContract();

/** Opens the sandbox with the zone example.com; closed after the test, which fails for a reply that isn't as described. */
export async function openCloudflareBench(
  options: Partial<SandboxOptions> = {},
  maxRetries = 0,
): Promise<CloudflareBench> {
  const { sandbox, folder, time } = await openWorkbench(options);
  const problems: string[] = [];
  const replies: CloudflareBench["replies"] = [];
  onTestFinished(() => expect(problems).toEqual([]));
  const client = new Cloudflare({
    apiToken: "test",
    baseURL: sandbox.cloudflareUrl,
    apiVersion: "2026-10-02",
    maxRetries,
    logLevel: "off",
    fetch: async (url, init) => {
      const reply = await fetch(url, init);
      const method = init?.method?.toUpperCase() ?? "GET";
      const path = String(url).replace(sandbox.cloudflareUrl, "");
      replies.push({ method, path, status: reply.status, headers: reply.headers });
      problems.push(...findProblems(method, String(url), reply.status, await reply.clone().json()));
      return reply;
    },
  });
  const found = await fetch(`${sandbox.cloudflareUrl}/zones?name=example.com`, {
    headers: { authorization: "Bearer test" },
  });
  const { result }: { result: { id: string; account: { id: string } }[] } = JSON.parse(await found.text());
  const zone = { zone_id: result[0]?.id ?? "" };
  const account = { account_id: result[0]?.account.id ?? "" };
  return {
    sandbox,
    folder,
    time,
    client,
    account,
    zone,
    replies,
    pool: async (name, addresses, more = {}) => {
      const origins = addresses.map((address, at) => ({ name: `o${at}`, address }));
      return (await client.loadBalancers.pools.create({ ...account, name, origins, ...more })).id ?? "";
    },
    monitor: async (more = {}) =>
      (await client.loadBalancers.monitors.create({ ...account, type: "http", ...more })).id ?? "",
    balancer: async (name, pools, more = {}) => {
      const [first = ""] = pools;
      const made = await client.loadBalancers.create({
        ...zone,
        name,
        default_pools: [...pools],
        fallback_pool: first,
        steering_policy: "off",
        ...more,
      });
      return made.id ?? "";
    },
  };
}

/** Status, code and words of a request that has to be refused. */
export async function refusalOf(
  request: Promise<unknown>,
): Promise<{ readonly status: number; readonly code: number; readonly message: string }> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Cloudflare.APIError)) throw error;
    const [first] = error.errors;
    return { status: error.status ?? 0, code: first?.code ?? 0, message: first?.message ?? "" };
  }
  throw new Error("the request was accepted");
}
