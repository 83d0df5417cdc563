/** `signpost import`: a policy that answers as a zone does now. Reads the zone and writes nothing to it. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { diagnose } from "../../diagnostic/diagnose.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { quoteForShell } from "../../diagnostic/quote-for-shell.ts";
import { type Imported, importPolicy } from "../../import/import.ts";
import { loadPolicy } from "../../policy/load.ts";
import type { Policy, ProviderId } from "../../policy/policy.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import type { Compiled, Json, Resource } from "../../provider/resource.ts";
import { renderImported } from "../../report/imported.ts";
import { printable } from "../../report/text.ts";
import { writeText } from "../../source/yaml-scalar.ts";
import { type Connector, openConnector } from "../connect.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "../exit-code.ts";
import { type Judged, judgeName, judgeRecord, judgeZone } from "../init/answers.ts";
import { usualName } from "../init/given.ts";
import { showProgress } from "../progress.ts";
import { envelope, printDiagnostics, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import { createFile } from "../write-file.ts";

export interface ImportOptions {
  readonly provider: ProviderId;
  readonly output?: string;
  readonly name?: string;
  readonly zoneId?: string;
  readonly sandbox?: boolean;
  readonly format: OutputFormat;
}

export async function runImport(
  context: Context,
  zone: string,
  names: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const { provider, output, format } = options;
  const apex = sure(judgeZone(zone));
  const wanted = names.map((name) => readName(name, apex));
  const name = options.name === undefined ? usualName(apex) : sure(judgeName(options.name));
  const settings: Readonly<Record<string, Json>> =
    options.zoneId === undefined
      ? {}
      : { [provider === "route53" ? "hostedZoneId" : "zoneId"]: options.zoneId };
  const fail = (diagnostics: readonly Diagnostic[], code: ExitCode): ExitCode => {
    printFailure(context, { command: "import", format, verbose: true }, diagnostics, new Map());
    return code;
  };
  const path = output === undefined ? null : resolve(context.folder, output);
  if (output !== undefined && !/\.ya?ml$/iu.test(output)) {
    throw new UsageError(`${output} must end in .yaml: the policy is YAML, with comments`);
  }
  if (path !== null && existsSync(path)) {
    return fail([diagnose("file-exists", { path: output ?? "" }, null)], exitCodes.declined);
  }
  const connector = await openConnector(context, options.sandbox ?? false);
  if ("code" in connector) return fail([connector], exitCodes.unavailable);
  let resources: readonly Resource[];
  try {
    resources = await readEverything(context, connector, provider, openedBy(name, apex, provider, settings));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // The policy that opened the zone is nobody's file.
    return fail([{ ...error.diagnostic, place: null }], exitCodeOf(error.kind));
  } finally {
    await connector.close();
  }
  const request = { zone: apex, name, provider, names: wanted.length === 0 ? null : wanted, settings };
  const imported = importPolicy(resources, request);
  const { text } = imported;
  if (text === null) return fail(imported.diagnostics, exitCodes.refused);
  if (path !== null) {
    const failure = createFile(path, text, output ?? "");
    if (failure !== null) {
      return fail([failure], failure.code === "file-exists" ? exitCodes.declined : exitCodes.notAllowed);
    }
  }
  if (format === "json") printImported(context, imported, options);
  else showImported(context, text, imported, options);
  return exitCodes.done;
}

function printImported(context: Context, imported: Imported, { provider, output }: ImportOptions): void {
  const { text, records, left, proof, ignored, diagnostics } = imported;
  printJson(context, {
    ...envelope("import", true, diagnostics, new Map()),
    provider,
    file: output ?? null,
    policy: text,
    records,
    left,
    proof: proof === null ? null : { ...proof, ignored },
  });
}

function showImported(context: Context, text: string, imported: Imported, { output }: ImportOptions): void {
  const { io } = context;
  printDiagnostics(context, imported.diagnostics, new Map(), false);
  if (output === undefined) io.out(text);
  io.err(`${renderImported(imported).join("\n")}\n`);
  if (output === undefined) return;
  const next = `signpost validate ${quoteForShell(output)}`;
  io.out(`Wrote ${printable(output)}\nNext: ${io.paint.out.bold(printable(next))}\n`);
}

const nothing: Compiled = {
  resources: [],
  units: new Map(),
  skews: new Map(),
  answeredAs: new Map(),
  unrounded: new Map(),
  nearest: () => null,
  diagnostics: [],
};

/** Throws `ProviderError`. */
async function readEverything(
  context: Context,
  connector: Connector,
  provider: ProviderId,
  policy: Policy,
): Promise<readonly Resource[]> {
  const progress = showProgress(context);
  progress.step({ kind: "started", title: `reading ${policy.zone} at ${provider}` });
  try {
    const connection = await connector.connect(provider, policy);
    const { resources, foreign, beside } = await connection.read(nothing);
    return [...resources, ...foreign, ...beside];
  } finally {
    progress.end();
  }
}

/** A zone is opened on behalf of a policy: the smallest that there is. */
function openedBy(
  name: string,
  zone: string,
  provider: ProviderId,
  settings: Readonly<Record<string, Json>>,
): Policy {
  const fields = Object.entries(settings).map(([key, value]) => `${key}: ${writeText(String(value))}`);
  const text = [
    `{ version: 1, name: ${writeText(name)}, zone: ${writeText(zone)},`,
    `providers: { ${provider}: { ${fields.join(", ")} } },`,
    "endpoints: { none: { ipv4: 192.0.2.1 } }, records: { none: { ttl: 1m, to: none } } }",
  ].join(" ");
  const { policy } = loadPolicy({ path: "import.yaml", text });
  if (policy === null) throw new UsageError("--zone-id is no id of a zone");
  return policy;
}

/** In full; a dot at the end says that it is so already. */
function readName(name: string, zone: string): string {
  const bare = name.replace(/\.$/u, "");
  if (bare !== name && bare !== zone && !bare.endsWith(`.${zone}`)) {
    throw new UsageError(`${name} is no name of the zone ${zone}`);
  }
  const label = sure(judgeRecord(bare, zone));
  return label === "@" ? zone : `${label}.${zone}`;
}

function sure<T>(judged: Judged<T>): T {
  if (judged.ok) return judged.value;
  throw new UsageError(judged.problem);
}
