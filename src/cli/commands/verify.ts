/** `signpost verify`: asks a zone's own name servers whether clients get what the policy says. Never writes. */
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Origin } from "../../policy/policy.ts";
import { renderVerification } from "../../report/verified.ts";
import type { Vantage } from "../../verify/clients.ts";
import { diagnoseName } from "../../verify/diagnose.ts";
import { divideAmong } from "../../verify/judge.ts";
import { differs, isWhole, type Verification } from "../../verify/result.ts";
import { checkFiles } from "../check-files.ts";
import { refuseUnnamedProvider } from "../chosen-targets.ts";
import { type Connector, openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes, worstOf } from "../exit-code.ts";
import type { Reading } from "../files.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { verificationToJson } from "../verify/json.ts";
import type { WrittenServer } from "../verify/option-values.ts";
import { readPlaces } from "../verify/places.ts";
import { findServers } from "../verify/servers.ts";
import { asksVendor, findSubjects, type Wanted } from "../verify/subjects.ts";
import { verifySubjects } from "../verify/verify-subjects.ts";

export interface VerifyOptions extends Reading {
  readonly format: OutputFormat;
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly verbose?: boolean;
  readonly record?: readonly string[];
  readonly server?: readonly WrittenServer[] | undefined;
  readonly place?: readonly Vantage[];
  readonly mmdb?: string;
  readonly health?: string;
  readonly via?: string;
  readonly down?: string;
  readonly queries?: number;
  readonly rate?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly strict?: boolean;
}

/** Exit 2 when something differs, or nothing could be asked; 10 when no server answers. */
export async function runVerify(
  context: Context,
  files: readonly string[],
  options: VerifyOptions,
): Promise<ExitCode> {
  const { format, verbose = false } = options;
  const failing = { command: "verify", format, verbose };
  const run = checkFiles(files, context.folder, options);
  const { sources } = run;
  const fail = (code: ExitCode, diagnostics: readonly Diagnostic[]): ExitCode => {
    printFailure(context, failing, [...run.diagnostics, ...diagnostics], sources);
    return code;
  };
  if (!run.ok) return fail(exitCodes.policyInvalid, []);
  refuseUnnamedProvider(run.checked, options.provider);
  refuseMeaningless(options, run.checked);
  const places = await readPlaces(context.folder, options);
  if ("code" in places) return fail(exitCodes.usage, [places]);
  const wanted: Wanted = {
    ...options,
    servers: options.server === undefined ? null : await findServers(options.server),
    health: healthSource(options),
    down: new Set(options.down?.split(",").filter((name) => name !== "") ?? []),
    places,
    via: options.via === "api" ? "api" : "dns",
  };
  const connector = asksVendor(wanted)
    ? await openConnector(context, options.sandbox ?? false, { dns: true })
    : null;
  if (connector !== null && "code" in connector) return fail(exitCodes.unavailable, [connector]);
  try {
    return await verify(context, run, connector, wanted, options);
  } finally {
    await connector?.close();
  }
}

async function verify(
  context: Context,
  run: ReturnType<typeof checkFiles>,
  connector: Connector | null,
  wanted: Wanted,
  { format, verbose = false, strict = false, queries, rate, timeout, sandbox }: VerifyOptions,
): Promise<ExitCode> {
  const { io, signal } = context;
  const progress = showProgress(context);
  const found = await findSubjects(run.checked, connector, wanted);
  const records = found.subjects.flatMap((subject) => subject.records);
  refuseUnknown(wanted, records.length, run.checked.length);
  const asking = { queries, rate: rate ?? (sandbox === true ? localRate : usualRate), timeout, signal };
  const { zones, tests, certainty, failed, moved, unreachable } = await verifySubjects(
    found.subjects,
    wanted,
    asking,
    progress,
  ).finally(progress.end);
  if (signal.aborted) {
    const said = [...run.diagnostics, diagnose("interrupted", {}, null)];
    printFailure(context, { command: "verify", format, verbose }, said, run.sources);
    return exitCodes.interrupted;
  }
  const verification: Verification = { zones, tests, certainty };
  const names = zones.flatMap((zone) => zone.names);
  const limit = divideAmong(tests, certainty).falseAlarm;
  const origins = new Map<string, Origin>(records.map(({ record }) => [record.name, record.origin]));
  const failures = [...found.failed, ...failed];
  const isNothing =
    failures.length === 0 && unreachable.length === 0 && names.every(({ verdicts }) => verdicts.length === 0);
  const silent = zones.filter((zone) => zone.silent.length > 0);
  const told: readonly Diagnostic[] = [
    ...run.diagnostics,
    ...failures.map(({ diagnostic }) => diagnostic),
    ...unreachable,
    ...moved,
    ...silent.map(({ zone, silent: servers }) =>
      diagnose("server-silent", { zone, servers: servers.map(({ name }) => name) }, null),
    ),
    ...names.flatMap((name) => {
      const origin = origins.get(name.name);
      return origin === undefined ? [] : diagnoseName(name, origin, limit, Date.now());
    }),
    ...(isNothing ? [diagnose("nothing-verified", { policies: run.checked.length }, null)] : []),
  ];
  const isDifferent = names.some(differs);
  const isPartial = silent.length > 0 || !names.every(isWhole);
  const codes = [
    ...failures.map(({ code }) => code),
    ...(unreachable.length > 0 ? [exitCodes.unavailable] : []),
    ...(isDifferent || isNothing || (strict && isPartial) ? [exitCodes.differenceFound] : []),
  ];
  if (format === "json") {
    const ok = codes.length === 0;
    printJson(context, { ...envelope("verify", ok, told, run.sources), ...verificationToJson(verification) });
  } else {
    const view = { paint: io.paint.out, width: io.width, now: Date.now() };
    if (zones.length > 0) io.out(renderVerification(verification, view));
    printDiagnostics(context, told, run.sources, verbose);
  }
  return worstOf(codes);
}

/** Packets per second: far below what any vendor would notice. */
const usualRate = 200;
/** Of the sandbox, which is nobody else's. */
const localRate = 5000;

function healthSource({ health, server }: VerifyOptions): Wanted["health"] {
  if (health === "reported" || health === "assumed") return health;
  return server === undefined ? "reported" : "assumed";
}

function refuseMeaningless(options: VerifyOptions, checked: ReturnType<typeof checkFiles>["checked"]): void {
  if (options.down !== undefined && healthSource(options) === "reported") {
    throw new UsageError("--down says what is taken to be down, and so needs --health assumed or --server");
  }
  if (options.via === "api" && options.server !== undefined) {
    throw new UsageError("--via api asks no server, so --server means nothing beside it");
  }
  const chosen = checked.flatMap(({ targets }) =>
    targets.filter(({ provider }) => options.provider === undefined || provider === options.provider),
  );
  const ids = new Set(chosen.map(({ provider }) => provider));
  if (options.via === "api" && !ids.has("route53")) {
    throw new UsageError("--via api is Route 53's alone: Cloudflare has no test of an answer");
  }
  if (options.server !== undefined && ids.size > 1) {
    throw new UsageError(
      `--server is asked for one provider: choose it with --provider ${[...ids].join(" or ")}`,
    );
  }
  const known = new Set(checked.flatMap(({ policy }) => [...(policy?.endpoints.keys() ?? [])].map(String)));
  const strange = (options.down ?? "").split(",").filter((name) => name !== "" && !known.has(name));
  if (strange.length > 0) throw new UsageError(`--down names ${strange.join(", ")}, which is no endpoint`);
}

function refuseUnknown({ record }: Wanted, found: number, policies: number): void {
  if (record === undefined || found > 0 || policies === 0) return;
  throw new UsageError(`no policy here has a record ${record.join(", ")}`);
}
