/** What breaks a run off, and what is left of it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestObserver } from "../../src/sandbox/route53/server.ts";
import { asVendor, makeProject, type Running, small, start } from "../cli/command-line.ts";
import { openWorkbench } from "../sandbox/workbench.ts";

export const checked = small
  .replace("endpoints:", "healthChecks:\n  up: { type: http, path: /up }\nendpoints:")
  .replaceAll(/192\.0\.2\.\d/gu, (address) => `${address}, healthCheck: up`);

export async function openVendor(policy = small) {
  const bench = await openWorkbench({
    onRequest: async (...request) => vendor.interfere?.(...request),
  });
  const folder = makeProject({ "signpost.yaml": policy });
  const options = { folder, env: asVendor(bench.sandbox.route53Url) };
  const interfere: RequestObserver | null = null;
  const vendor = { ...bench, folder, options, interfere: interfere as RequestObserver | null };
  return vendor;
}

type Vendor = Awaited<ReturnType<typeof openVendor>>;

/** Presses Ctrl-C at the first request of this sort, so often; it is answered a moment later. */
export async function interruptAt(vendor: Vendor, operation: string, times = 1, args = ["apply", "--yes"]) {
  const running = start(args, vendor.options);
  vendor.interfere = async (seen) => {
    if (seen !== operation) return;
    vendor.interfere = null;
    await press(running, times);
  };
  return running.ended;
}

async function press({ child, said, ended }: Running, times: number) {
  child.kill("SIGINT");
  await said("Interrupted");
  if (times > 1) {
    child.kill("SIGINT");
    await ended;
  } else await sleep(50);
}

export function journalsIn(folder: string): readonly string[] {
  const into = join(folder, ".signpost/journal");
  return existsSync(into) ? readdirSync(into).map((name) => join(".signpost/journal", name)) : [];
}

export async function shown({ list }: Vendor) {
  return JSON.stringify(await list()).replaceAll(/;t=\d+|"HealthCheckId":"[^"]*"/gu, "");
}
