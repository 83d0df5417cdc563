/** `doctor --print-iam` and `--print-trust`: what has to be allowed, and to whom. Asks no vendor. */
import { type AccessRole, accessRoles } from "../../provider/access.ts";
import { providers } from "../../provider/registry.ts";
import type { JsonObject } from "../../provider/resource.ts";
import { printable } from "../../report/text.ts";
import type { CheckedFiles } from "../check-files.ts";
import type { Context, OutputFormat } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";

export interface AccessOptions {
  readonly format: OutputFormat;
  readonly provider?: string;
  /** Only this one, as JSON and nothing else. */
  readonly role?: AccessRole;
  readonly zoneId?: string;
  readonly account?: string;
  /** ORG/REPO. */
  readonly repo?: string;
  readonly environment?: string;
  /** What stands before `:environment:` in the tokens of the repository. */
  readonly subjectPrefix?: string;
}

/** The least permissions of each policy at each of its providers. */
export function printAccess(context: Context, run: CheckedFiles, options: AccessOptions): ExitCode {
  const { format, role, provider: only, zoneId = null, account = null } = options;
  if (!run.ok) {
    printFailure(context, { command: "doctor", format, verbose: false }, run.diagnostics, run.sources);
    return exitCodes.policyInvalid;
  }
  const found = run.checked.flatMap(({ policy, targets, file }) =>
    targets.flatMap(({ provider }) => {
      if (policy === null || (only !== undefined && only !== provider)) return [];
      const access = providers[provider].describeAccess(policy, { zone: zoneId, account });
      return [{ file: file.path, policy: policy.name, zone: policy.zone, provider, ...access }];
    }),
  );
  if (found.length === 0) throw new UsageError("no policy goes to a provider that was asked for");
  if (found.length > 1 && (role !== undefined || zoneId !== null)) {
    throw new UsageError(
      "--role and --zone-id are about one policy at one provider: name the file, and --provider",
    );
  }
  if (format === "json") {
    printJson(context, { ...envelope("doctor", true, [], run.sources), access: found });
    return exitCodes.done;
  }
  const { io } = context;
  for (const { policy, provider, roles, words, notes } of found) {
    for (const one of accessRoles) {
      if (role === undefined)
        io.out(`${io.paint.out.bold(`${printable(policy)} at ${providers[provider].title}, to ${one}:`)}\n`);
      if (role === undefined) io.out(words[one].map((line) => `  ${printable(line)}\n`).join(""));
      if (role === undefined || role === one) printJson(context, roles[one]);
    }
    for (const note of notes) io.err(`note: ${printable(note)}\n`);
  }
  return exitCodes.done;
}

/** The environments that docs name. */
const usualEnvironments: Readonly<Record<AccessRole, string>> = { plan: "dns-plan", apply: "dns-production" };

/** Who may take the roles: a workflow of one repository, in one environment. */
export function printTrust(context: Context, options: AccessOptions): ExitCode {
  const { format, role, account = null, environment } = options;
  const prefix = prefixOf(options);
  if (environment !== undefined && role === undefined) {
    throw new UsageError("--environment is about one role: give --role plan or --role apply too");
  }
  const wanted = role === undefined ? accessRoles : [role];
  const trust = wanted.map((one): readonly [AccessRole, JsonObject] => {
    // A colon would end the name (GitHub docs, "OpenID Connect reference").
    const name = (environment ?? usualEnvironments[one]).replaceAll(":", "%3A");
    return [one, describeTrust({ subject: `${prefix}:environment:${name}`, account })];
  });
  if (format === "json") {
    printJson(context, { ...envelope("doctor", true, [], new Map()), trust: Object.fromEntries(trust) });
    return exitCodes.done;
  }
  const { io } = context;
  for (const [one, document] of trust) {
    if (role === undefined) io.out(`${io.paint.out.bold(`who may ${one}:`)}\n`);
    printJson(context, document);
  }
  if (account === null) io.err("note: ACCOUNT_ID stands for the AWS account: give it with --account\n");
  if (options.subjectPrefix === undefined) {
    io.err(
      "note: tokens of repositories made or renamed since June 2026 name ids as well: GitHub's OIDC settings of the repository show what they begin with, for --subject-prefix\n",
    );
  }
  return exitCodes.done;
}

function describeTrust(workflow: { readonly subject: string; readonly account: string | null }): JsonObject {
  const [describe] = Object.values(providers).flatMap((provider) => provider.describeTrust ?? []);
  if (describe === undefined) throw new UsageError("no provider takes roles");
  return describe(workflow);
}

function prefixOf({ repo, subjectPrefix }: AccessOptions): string {
  if (subjectPrefix !== undefined) {
    if (/^repo:[\w.@/-]+$/u.test(subjectPrefix)) return subjectPrefix;
    throw new UsageError(
      "a --subject-prefix is what stands before :environment:, such as repo:ORG-123/REPO-456",
    );
  }
  if (repo === undefined) throw new UsageError("whose workflows? name the repository: --repo ORG/REPO");
  if (/^[\w.-]+\/[\w.-]+$/u.test(repo)) return `repo:${repo}`;
  throw new UsageError(`"${repo}" is no repository: write ORG/REPO`);
}
