/** `signpost sandbox`: a local Route 53 and Cloudflare with DNS, until it is told to stop. */
import { join, resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { alignColumns, printable } from "../../report/text.ts";
import { nameOf } from "../../steering/geography.ts";
import { checkFiles } from "../check-files.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printFailure, printJson } from "../result.ts";
import { explainSandboxError, sandboxFolder } from "../sandbox-connection.ts";
import { UsageError } from "../usage-error.ts";

export interface SandboxCommandOptions {
  readonly format: OutputFormat;
  readonly zone?: readonly string[];
  readonly port?: number;
  readonly dnsPort?: number;
  readonly cloudflareDnsPort?: number;
  readonly probe?: boolean;
  /** Milliseconds. */
  readonly probeInterval?: number;
  /** True: print the table. */
  readonly places?: string | true;
  readonly reset?: boolean;
}

const usualPorts = { api: 5380, dns: 5353, cloudflareDns: 5354 } as const;
const usualZone = "example.com";
const vendorNames = { route53: "Route 53", cloudflare: "Cloudflare" } as const;

/** Serves until SIGINT or SIGTERM, which is how it is meant to end: the exit code is 0. */
export async function runSandbox(context: Context, options: SandboxCommandOptions): Promise<ExitCode> {
  if (options.probeInterval !== undefined && options.probe !== true) {
    throw new UsageError("--probe-interval needs --probe");
  }
  if (options.places === true) return printPlaces(context, options.format);
  const folder = join(context.folder, sandboxFolder);
  // From here on a signal means that the sandbox should end, and not that something is interrupted.
  const stopped = listenForStop();
  try {
    if (options.reset) return await reset(context, folder, options.format);
    const sandbox = await open(context, folder, options);
    try {
      const zones: { readonly name: string; readonly id: string }[] = [];
      for (const name of options.zone ?? findZones(context.folder)) {
        zones.push({ name, id: await sandbox.ensureZone(name) });
      }
      const { route53Url, cloudflareUrl, dnsPort, cloudflareDnsPort } = sandbox;
      announce(context, options, {
        route53Url,
        cloudflareUrl,
        dnsPort: dnsPort ?? 0,
        cloudflareDnsPort: cloudflareDnsPort ?? 0,
        zones,
      });
      await stopped.signal;
    } finally {
      await sandbox.close();
    }
    context.io.err(`\nThe sandbox has ended. What is in it stays in ${sandboxFolder}.\n`);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof Error && error.name === "ApiError") throw new UsageError(error.message);
    const diagnostic = explainError(error, options);
    printFailure(
      context,
      { command: "sandbox", format: options.format, verbose: false },
      [diagnostic],
      new Map(),
    );
    return exitCodes.unavailable;
  } finally {
    stopped.ignore();
  }
}

async function open(context: Context, folder: string, options: SandboxCommandOptions) {
  const { openSandbox } = await import("../../sandbox/sandbox.ts");
  const { places } = options;
  const find =
    typeof places === "string"
      ? (await import("../../sandbox/places/mmdb.ts")).openMmdb(resolve(context.folder, places))
      : null;
  const { err } = context.io;
  const start = (ports: { readonly dnsPort: number; readonly cloudflareDnsPort: number }) =>
    openSandbox({
      folder,
      now: () => Date.now(),
      port: options.port ?? usualPorts.api,
      ...ports,
      foreground: true,
      ...(options.probe ? { probe: { intervalMs: options.probeInterval ?? null } } : {}),
      ...(find === null ? {} : { find }),
      onTurn: ({ provider, target, healthy, status }) => {
        const turned = `${healthy ? "up" : "down"}${provider === null ? "" : ` at ${vendorNames[provider]}`}`;
        err(`${timeOfDay()}  ${target}  ${turned}  ${printable(status)}\n`);
      },
    });
  const ports = {
    dnsPort: options.dnsPort ?? usualPorts.dns,
    cloudflareDnsPort: options.cloudflareDnsPort ?? usualPorts.cloudflareDns,
  };
  for (;;) {
    try {
      return await start(ports);
    } catch (error) {
      // Multicast DNS has the first port on many machines. Who names no port gets a free one, and is told which.
      const taken = portOf(error);
      const isOurs = (chosen: number | undefined, usual: number, now: number) =>
        chosen === undefined && taken === usual && now === usual;
      if (isOurs(options.dnsPort, usualPorts.dns, ports.dnsPort)) ports.dnsPort = 0;
      else if (isOurs(options.cloudflareDnsPort, usualPorts.cloudflareDns, ports.cloudflareDnsPort)) {
        ports.cloudflareDnsPort = 0;
      } else throw error;
    }
  }
}

/** The zones of the policies here, valid or not as they may be. */
function findZones(folder: string): readonly string[] {
  try {
    const zones = checkFiles([], folder).checked.flatMap(({ policy }) => policy?.zone ?? []);
    return zones.length > 0 ? [...new Set<string>(zones)] : [usualZone];
  } catch (error) {
    if (error instanceof UsageError) return [usualZone];
    throw error;
  }
}

interface Served {
  readonly route53Url: string;
  readonly cloudflareUrl: string;
  readonly dnsPort: number;
  readonly cloudflareDnsPort: number;
  readonly zones: readonly { readonly name: string; readonly id: string }[];
}

function announce(context: Context, options: SandboxCommandOptions, served: Served): void {
  const { route53Url, cloudflareUrl, dnsPort, cloudflareDnsPort, zones } = served;
  const environment = {
    AWS_ENDPOINT_URL_ROUTE_53: route53Url,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    // The SDKs read the first of these, the aws CLI and boto3 the second.
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    CLOUDFLARE_BASE_URL: cloudflareUrl,
    CLOUDFLARE_API_TOKEN: "sandbox",
  };
  if (options.format === "json") {
    const dns = { host: "127.0.0.1", port: dnsPort };
    const cloudflareDns = { host: "127.0.0.1", port: cloudflareDnsPort };
    const facts = {
      route53Url,
      dns,
      cloudflareUrl,
      cloudflareDns,
      zones,
      probing: options.probe ?? false,
      environment,
    };
    printJson(context, { ...envelope("sandbox", true, [], new Map()), ...facts });
    return;
  }
  const { out, paint } = context.io;
  const names = zones.map(({ name }) => printable(name));
  const [zone = usualZone] = names;
  const health = options.probe
    ? "probed for real"
    : "all endpoints up, until `signpost sandbox down ADDRESS`";
  const rows = alignColumns([
    ["Route 53", `${route53Url}, DNS at 127.0.0.1 port ${dnsPort}`],
    ["Cloudflare", `${cloudflareUrl}, DNS at 127.0.0.1 port ${cloudflareDnsPort}`],
    ["Zones", names.join(" ")],
    ["Health", health],
  ]);
  out(`${paint.out.bold("The sandbox is running.")} Ctrl-C ends it; what is in it stays in ${sandboxFolder}.

${rows.map((row) => `  ${row}`).join("\n")}

Point other tools at it:
${Object.entries(environment)
  .map(([name, value]) => `  export ${name}=${value}`)
  .join("\n")}

Then:
  aws route53 list-hosted-zones
  curl -H "Authorization: Bearer sandbox" ${cloudflareUrl}/zones
  terraform plan     # provider "aws" with skip_requesting_account_id, skip_credentials_validation = true
  octodns-sync       # the Route53Provider reads the same variables
  dig @127.0.0.1 -p ${dnsPort} www.${zone} +subnet=198.18.55.0/24   # as a client in Germany; others: sandbox --places
  dig @127.0.0.1 -p ${cloudflareDnsPort} www.${zone} +subnet=198.18.55.0/24   # the same at Cloudflare
`);
}

async function printPlaces(context: Context, format: OutputFormat): Promise<ExitCode> {
  const { builtInPlaces } = await import("../../sandbox/places/built-in.ts");
  if (format === "json") {
    printJson(context, { ...envelope("sandbox", true, [], new Map()), places: builtInPlaces });
    return exitCodes.done;
  }
  const rows = builtInPlaces.map(({ network, country, subdivision }) => [
    network,
    subdivision === null ? country : `${country}-${subdivision}`,
    subdivision === null ? nameOf({ kind: "country", country }) : "",
  ]);
  context.io.out(`${alignColumns(rows).join("\n")}\n`);
  return exitCodes.done;
}

async function reset(context: Context, folder: string, format: OutputFormat): Promise<ExitCode> {
  const { resetSandbox } = await import("../../sandbox/sandbox.ts");
  await resetSandbox(folder);
  if (format === "json") printJson(context, { ...envelope("sandbox", true, [], new Map()), reset: true });
  else context.io.out(`The sandbox in ${sandboxFolder} is empty.\n`);
  return exitCodes.done;
}

function explainError(error: unknown, options: SandboxCommandOptions): Diagnostic {
  const port = portOf(error);
  if (port !== null) {
    const option =
      port === (options.dnsPort ?? usualPorts.dns)
        ? "--dns-port"
        : port === (options.cloudflareDnsPort ?? usualPorts.cloudflareDns)
          ? "--cloudflare-dns-port"
          : "--port";
    return diagnose("sandbox-port-taken", { port, option }, null);
  }
  if (error instanceof Error && error.name === "PlacesUnreadable" && "reason" in error) {
    const path = typeof options.places === "string" ? options.places : "";
    return diagnose("sandbox-places-unreadable", { path, detail: String(error.reason) }, null);
  }
  return explainSandboxError(error);
}

function portOf(error: unknown): number | null {
  if (!(error instanceof Error) || error.name !== "PortTaken" || !("port" in error)) return null;
  return typeof error.port === "number" ? error.port : null;
}

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A second signal, while the first is being followed, ends the process as usual. */
function listenForStop(): { readonly signal: Promise<void>; readonly ignore: () => void } {
  let stop = () => {};
  const ignore = () => {
    for (const name of stopSignals) process.off(name, stop);
  };
  const signal = new Promise<void>((resolve) => {
    stop = () => {
      ignore();
      resolve();
    };
  });
  for (const name of stopSignals) process.on(name, stop);
  return { signal, ignore };
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8);
}
