/**
 * A sandbox Cloudflare with the zone example.com, spoken to over HTTP, and a record of every request. Each is held against
 * Cloudflare's own description of its API, where that is at hand.
 */
import { expect, onTestFinished } from "vitest";
import type { ConnectOptions } from "../../src/provider/connection.ts";
import type { ObservedRequest } from "../../src/sandbox/observed-request.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { openWorkbench } from "../sandbox/workbench.ts";
import { findProblems, isDescribed } from "./cloudflare-requests.ts";
import { clockOf } from "./lab.ts";
import { openProxy } from "./proxy.ts";

export interface CloudflareSent extends ObservedRequest {
  readonly operation: string;
  readonly body: unknown;
}

export interface CloudflareLab {
  readonly sandbox: Sandbox;
  readonly connecting: ConnectOptions;
  readonly sent: CloudflareSent[];
  readonly time: { now: number };
  readonly zoneId: string;
  readonly accountId: string;
  /** Sends a request as somebody else would. */
  send(method: string, path: string, body?: object): Promise<unknown>;
  everything(): Promise<readonly string[]>;
  plantForeign(name: string): Promise<void>;
  interfere: ((sent: CloudflareSent) => void | Promise<void>) | null;
  /** Of its DNS, null when it answers none. */
  readonly dnsPort: number | null;
}

/** How somebody else shows who they are. */
const foreign = "Bearer other";

const never = new AbortController().signal;

export async function openCloudflareLab(options: Partial<SandboxOptions> = {}): Promise<CloudflareLab> {
  const sent: CloudflareSent[] = [];
  const bench = await openWorkbench({
    ...options,
    onCloudflareRequest: async (operation, body, observed) => {
      bench.time.now += 10;
      if (observed.authorization === foreign) return;
      const request = { operation, body, ...observed };
      sent.push(request);
      await lab.interfere?.(request);
    },
  });
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const reply = await fetch(bench.sandbox.cloudflareUrl + path, {
      method,
      headers: { authorization: foreign },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { success, result, errors }: { success: boolean; result: unknown; errors: unknown } = JSON.parse(
      await reply.text(),
    );
    if (!success) throw new Error(JSON.stringify(errors));
    return result;
  };
  const [zone] = (await send("GET", "/zones?name=example.com")) as { id: string; account: { id: string } }[];
  if (zone === undefined) throw new Error("no zone");
  const account = `/accounts/${zone.account.id}/load_balancers`;
  const lab: CloudflareLab = {
    sandbox: bench.sandbox,
    sent,
    time: bench.time,
    zoneId: zone.id,
    accountId: zone.account.id,
    interfere: null,
    send,
    dnsPort: bench.sandbox.cloudflareDnsPort,
    connecting: {
      endpoint: await openInspected(bench.sandbox.cloudflareUrl),
      anonymous: true,
      signal: never,
      clock: clockOf(bench.time),
    },
    async everything() {
      const paths = [
        `${account}/monitors`,
        `${account}/pools`,
        `/zones/${zone.id}/load_balancers`,
        `/zones/${zone.id}/dns_records`,
      ];
      const found: string[] = [];
      for (const path of paths) {
        for (const one of (await send("GET", `${path}?per_page=1000`)) as Record<string, unknown>[]) {
          const { id: _id, created_on: _made, modified_on: _changed, ...content } = one;
          const name = String(content.name ?? content.description).replace(/;t=\d+$/u, "");
          // Ids and times differ from one making to the next.
          const text = JSON.stringify(content)
            .replaceAll(/"[0-9a-f]{32}"/gu, '"id"')
            .replaceAll(/;t=\d+/gu, "");
          found.push(`${name}\t${text}`);
        }
      }
      return found.sort();
    },
    async plantForeign(name) {
      await send("POST", `/zones/${zone.id}/dns_records`, {
        name,
        type: "MX",
        content: "mail.example.net",
        priority: 10,
      });
      await send("POST", `/zones/${zone.id}/dns_records`, { name, type: "TXT", content: "of somebody else" });
      const monitor = (await send("POST", `${account}/monitors`, {
        type: "http",
        description: "theirs",
      })) as { id: string };
      await send("POST", `${account}/pools`, {
        name: `theirs-${name.replaceAll(/[.*]/gu, "_")}`,
        origins: [{ name: "one", address: "192.0.2.200" }],
        monitor: monitor.id,
      });
    },
  };
  return lab;
}

/** The way to the sandbox, past the description; what it finds fails the test at its end. */
async function openInspected(to: string): Promise<string> {
  if (!isDescribed) return to;
  const problems: string[] = [];
  onTestFinished(() => expect(problems).toEqual([]));
  const proxy = await openProxy(to, { see: (passing) => problems.push(...findProblems(passing)) });
  return `${proxy}${new URL(to).pathname}`;
}
