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

/** As many as show every share of the answers of these tests. */
const looks = 4;

/** Opens a lab in which chance takes every turn: an answer draws twice, its share and the order of its values. */
export async function openSlowLab(healthReportAfterMs = 60_000): Promise<CloudflareLab> {
  let drawn = 0;
  return openCloudflareLab({
    healthReportAfterMs,
    cloudflareDnsPort: 0,
    random: () => (Math.floor(drawn++ / 2) % looks) / looks + 0.1,
  });
}

export async function answersOf({ sandbox }: CloudflareLab): Promise<readonly string[]> {
  const port = sandbox.cloudflareDnsPort ?? 0;
  const asked = Array.from({ length: looks }, () => ask(port, { name: "www.example.com" }));
  const seen = (await Promise.all(asked)).map(({ values }) => values.join(" "));
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
