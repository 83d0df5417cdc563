/** `signpost sandbox down`, `up` and `status`: the endpoints of the sandbox that runs here. */
import { isIP } from "node:net";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { suggest } from "../../diagnostic/suggest.ts";
import { alignColumns, printable } from "../../report/text.ts";
import type { EndpointStatus } from "../../sandbox/control.ts";
import type { RunningSandbox } from "../../sandbox/control-client.ts";
import { checkFiles } from "../check-files.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { sandboxFolder } from "../sandbox-connection.ts";
import { UsageError } from "../usage-error.ts";

export interface EndpointOptions {
  readonly format: OutputFormat;
  readonly policy?: readonly string[];
}

/** Sets endpoints down, or up again. */
export async function runSet(
  context: Context,
  named: readonly string[],
  down: boolean,
  options: EndpointOptions,
): Promise<ExitCode> {
  const endpoints = readEndpoints(context.folder, options.policy);
  const targets: string[] = [];
  for (const name of named) {
    const found = findTargets(name, endpoints);
    if ("code" in found) return fail(context, options, found, exitCodes.usage);
    targets.push(...found);
  }
  const running = await findSandbox(context.folder);
  if (running === null) return failNotRunning(context, options);
  const after = await running.setDown(targets, down);
  const set = after.filter(({ target }) => targets.includes(shorten(target)));
  const watched = new Set(set.flatMap(({ target, checks }) => (checks.length > 0 ? [shorten(target)] : [])));
  // A name stands for several addresses, and not each of them has a check.
  const unwatched = named.filter((name) => {
    const found = findTargets(name, endpoints);
    return Array.isArray(found) && !found.some((target) => watched.has(target));
  });
  const warnings = unwatched.map((target) => diagnose("sandbox-target-unwatched", { target }, null));
  show(context, options, running, set, endpoints, warnings);
  return exitCodes.done;
}

/** Shows where the sandbox answers, and how each endpoint is. */
export async function runStatus(context: Context, options: EndpointOptions): Promise<ExitCode> {
  const running = await findSandbox(context.folder);
  if (running === null) return failNotRunning(context, options);
  const endpoints = readEndpoints(context.folder, options.policy);
  show(context, options, running, await running.listEndpoints(), endpoints, []);
  return exitCodes.done;
}

async function findSandbox(folder: string): Promise<RunningSandbox | null> {
  const { findRunning } = await import("../../sandbox/control-client.ts");
  return findRunning(join(folder, sandboxFolder));
}

/** Names of endpoints to what their checks look at. */
type Endpoints = ReadonlyMap<string, readonly string[]>;

/** Of the policies here, where there are any; those that are named must be there. */
function readEndpoints(folder: string, named: readonly string[] | undefined): Endpoints {
  const endpoints = new Map<string, readonly string[]>();
  try {
    for (const { policy } of checkFiles(named ?? [], folder).checked) {
      for (const [name, { ipv4, ipv6, hostname }] of policy?.endpoints ?? []) {
        const own = [ipv4, ipv6, hostname].filter((target) => target !== null);
        endpoints.set(name, [...new Set([...(endpoints.get(name) ?? []), ...own])]);
      }
    }
  } catch (error) {
    if (!(error instanceof UsageError) || named !== undefined) throw error;
  }
  return endpoints;
}

/** The addresses of an endpoint, or the one that is written. */
function findTargets(written: string, endpoints: Endpoints): readonly string[] | Diagnostic {
  if (isIP(written) !== 0) return [shorten(written)];
  const found = endpoints.get(written);
  if (found !== undefined) return found;
  // A check without an address looks at a name.
  if (/^[\w-]+(?:\.[\w-]+)+\.?$/u.test(written)) return [written.toLowerCase().replace(/\.$/u, "")];
  const suggestion = suggest(written, [...endpoints.keys()]);
  return diagnose("sandbox-target-unknown", { target: written, suggestion }, null);
}

/** One spelling for each address. */
function shorten(target: string): string {
  return ipaddr.isValid(target) ? ipaddr.parse(target).toString() : target;
}

function show(
  context: Context,
  { format }: EndpointOptions,
  { identity }: RunningSandbox,
  statuses: readonly EndpointStatus[],
  endpoints: Endpoints,
  warnings: readonly Diagnostic[],
): void {
  const named = statuses.map((status) => ({
    ...status,
    target: shorten(status.target),
    names: [...endpoints].flatMap(([name, own]) => (own.includes(shorten(status.target)) ? [name] : [])),
  }));
  if (format === "json") {
    const { route53Url, dnsPort, cloudflareUrl, cloudflareDnsPort, probing } = identity;
    const dns = { host: "127.0.0.1", port: dnsPort };
    const cloudflareDns = { host: "127.0.0.1", port: cloudflareDnsPort };
    const facts = { route53Url, dns, cloudflareUrl, cloudflareDns, probing, endpoints: named };
    printJson(context, { ...envelope("sandbox", true, warnings, new Map()), ...facts });
    return;
  }
  printDiagnostics(context, warnings, new Map(), false);
  const { out, paint } = context.io;
  out(
    `${paint.out.bold(identity.route53Url)} · DNS ${identity.dnsPort}, Cloudflare's ${identity.cloudflareDnsPort} · ${
      identity.probing ? "health probed for real" : "all up, unless set down"
    }\n`,
  );
  const rows = named.map(({ target, names, healthy, setDown, checks }) => [
    target,
    names.join(" "),
    healthy ? "up" : "down",
    setDown ? "by hand" : printable(describeChecks(checks)),
  ]);
  for (const row of alignColumns(rows)) out(`  ${row}\n`);
}

const vendorNames = { route53: "Route 53", cloudflare: "Cloudflare" } as const;

/** What was seen last; of each vendor where the two disagree. */
function describeChecks(checks: EndpointStatus["checks"]): string {
  const [first] = checks;
  if (first === undefined) return "";
  if (checks.every(({ healthy }) => healthy === first.healthy)) {
    return checks.find(({ status }) => status !== null)?.status ?? "not looked at yet";
  }
  return checks
    .map(({ provider, status }) => `${vendorNames[provider]}: ${status ?? "not looked at yet"}`)
    .join("; ");
}

function failNotRunning(context: Context, options: EndpointOptions): ExitCode {
  return fail(context, options, diagnose("sandbox-not-running", {}, null), exitCodes.unavailable);
}

function fail(
  context: Context,
  { format }: EndpointOptions,
  diagnostic: Diagnostic,
  code: ExitCode,
): ExitCode {
  printFailure(context, { command: "sandbox", format, verbose: false }, [diagnostic], new Map());
  return code;
}
