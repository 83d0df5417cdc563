/** Starts a DNS server in a folder of its own, on loopback. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { askOften } from "./ask-often.ts";
import { type CheckedEndpoints, startEndpoints } from "./checked-endpoints.ts";
import { findFreePort } from "./free-port.ts";
import { configureGdnsd, writeGdnsdZone } from "./gdnsd-config.ts";
import { describePlaces } from "./places.ts";
import type { Trial } from "./policies.ts";
import { configurePowerDns, writePowerDnsZones } from "./powerdns-config.ts";

export const zone = "steer.test";

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface DnsServer {
  readonly title: string;
  readonly command: string;
  readonly packages: string;
  /** Resolves once every endpoint's health is known. */
  start(trials: readonly Trial[]): Promise<RunningServer>;
}

export const gdnsd: DnsServer = {
  title: "gdnsd",
  command: "gdnsd",
  packages: "gdnsd",
  async start(trials) {
    const endpoints = await startEndpoints(trials, await findFreePort());
    const folder = makeFolder(["zones", "geoip", "run", "state"]);
    const port = await findFreePort();
    const options = { port, checkPort: endpoints.port, folder, zone };
    writeFileSync(join(folder, "config"), configureGdnsd(trials, options));
    writeFileSync(join(folder, "zones", zone), writeGdnsdZone(trials));
    writeFileSync(join(folder, "geoip/places.mmdb"), describePlaces());
    // It checks every endpoint before it listens.
    return run("gdnsd", ["-c", folder, "start"], { port, folder, endpoints, ready: async () => {} });
  },
};

export const powerDns: DnsServer = {
  title: "PowerDNS",
  command: "pdns_server",
  packages: "pdns-server pdns-backend-geoip",
  async start(trials) {
    const endpoints = await startEndpoints(trials, await findFreePort());
    const folder = makeFolder([]);
    const port = await findFreePort();
    const options = { port, checkPort: endpoints.port, folder, zone };
    writeFileSync(join(folder, "pdns.conf"), configurePowerDns(options));
    writeFileSync(join(folder, "zones.yaml"), writePowerDnsZones(trials, options));
    writeFileSync(join(folder, "places.mmdb"), describePlaces());
    const ready = async () => {
      await askOften(
        port,
        trials.map(({ label }) => ({ name: `begin-${label}.${zone}`, subnet: "198.18.99.0/24" })),
      );
      // What hasn't been checked counts as down. Whatever listens is in its third round: the first has ended.
      await waitFor(() => endpoints.fewestChecks() >= 3, "PowerDNS did not check every endpoint");
    };
    return run("pdns_server", [`--config-dir=${folder}`], { port, folder, endpoints, ready });
  },
};

/** The command's file, null when it isn't installed. Daemons stand where not everybody's path leads. */
export function findCommand(command: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const found = folders.find((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  return found === undefined ? null : join(found, command);
}

function makeFolder(inner: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "signpost-dns-"));
  for (const name of inner) mkdirSync(join(folder, name));
  return folder;
}

interface Running {
  readonly port: number;
  readonly folder: string;
  readonly endpoints: CheckedEndpoints;
  readonly ready: () => Promise<void>;
}

async function run(
  command: string,
  args: readonly string[],
  { port, folder, endpoints, ready }: Running,
): Promise<RunningServer> {
  const server = spawn(findCommand(command) ?? command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  // The end of it, because a server may log each check for as long as the test runs.
  const keep = (chunk: Buffer) => {
    log = `${log}${chunk.toString()}`.slice(-5000);
  };
  server.stdout.on("data", keep);
  server.stderr.on("data", keep);
  let failure: string | null = null;
  server.once("error", (error) => {
    failure = `${command} can't be started: ${error.message}`;
  });
  const stop = async () => {
    if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    await endpoints.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(async () => {
      if (failure !== null) throw new Error(failure);
      if (server.exitCode !== null) throw new Error(`${command} ended with code ${server.exitCode}`);
      return await answers(port);
    }, `${command} did not answer`);
    await ready();
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}:\n${log.trim()}`);
  }
  return { port, stop };
}

async function answers(port: number): Promise<boolean> {
  try {
    await askOften(port, [{ name: `ns1.${zone}`, subnet: "198.18.99.0/24" }]);
    return true;
  } catch {
    return false;
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>, failure: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(failure);
    await sleep(100);
  }
}
