/** A sandbox whose monitors take a minute to report, and the answers of a name while it is applied to. */
import { expect } from "vitest";
import { type CloudflareLab, openCloudflareLab } from "../provider/cloudflare-lab.ts";
import { apply, leftToDo, type Ready } from "../provider/lab.ts";
import { ask } from "../sandbox/dns-client.ts";

export type FoundPool = {
  readonly id: string;
  readonly name: string;
  readonly monitor: string;
  readonly origins: readonly { readonly name: string; readonly address: string }[];
};

export const slow = { healthReportAfterMs: 60_000, cloudflareDnsPort: 0 };

/** Opens a lab in which chance takes every turn, so that no share of an answer stays unseen. */
export async function openSlowLab(): Promise<CloudflareLab> {
  let turn = 0;
  return openCloudflareLab({ ...slow, random: () => ((turn++ * 7) % 10) / 10 });
}

export async function answersOf(
  { sandbox }: CloudflareLab,
  name = "www.example.com",
): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let turn = 0; turn < 10; turn++) {
    const { values } = await ask(sandbox.cloudflareDnsPort ?? 0, { name });
    seen.push(values.join(" "));
  }
  return [...new Set(seen)].sort();
}

/** Applies, and returns every set of answers that the name had, in order, without repeats. */
export async function watch(lab: CloudflareLab, it: Ready): Promise<readonly string[]> {
  const seen: string[] = [];
  const look = async () => {
    const found = (await answersOf(lab)).join(", ");
    if (seen.at(-1) !== found) seen.push(found);
  };
  lab.sent.length = 0;
  lab.interfere = look;
  await apply(lab, it);
  lab.interfere = null;
  await look();
  lab.time.now += 120_000;
  await look();
  expect(await leftToDo(lab, it)).toBe(null);
  return seen;
}

export const writesIn = ({ sent }: CloudflareLab) =>
  sent.map(({ operation }) => operation).filter((operation) => !operation.startsWith("GET"));

/** Pools whose names end so. */
export async function poolsIn(lab: CloudflareLab, end: string): Promise<readonly FoundPool[]> {
  const pools = await lab.send("GET", `/accounts/${lab.accountId}/load_balancers/pools`);
  return (pools as FoundPool[]).filter(({ name }) => name.endsWith(end));
}

/** A check of the tests. */
export const http = (more: object = {}) => ({ type: "http", path: "/", interval: "60s", ...more });

/** Three endpoints under one check. */
export const watchedBy = (healthCheck: string) => ({
  a: { ipv4: "192.0.2.1", healthCheck },
  b: { ipv4: "192.0.2.2", healthCheck },
  c: { ipv4: "192.0.2.3", healthCheck },
});
