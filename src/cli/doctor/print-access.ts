/** `doctor --print-iam` and `--print-trust`: what has to be allowed, and to whom. Asks no vendor. */
import { type AccessRole, accessRoles, type Trust, type TrustedWorkflow } from "../../provider/access.ts";
import { providers } from "../../provider/registry.ts";
import { printable } from "../../report/text.ts";
import type { CheckedFiles } from "../check-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { envelope, printFailure, printJson } from "../result.ts";
import { UsageError } from "../usage-error.ts";
import type { DoctorOptions } from "./options.ts";

/** The least permissions of all these policies together, at each of their providers. */
export function printAccess(context: Context, run: CheckedFiles, options: DoctorOptions): ExitCode {
  const { format, role, provider: only, zoneId = null, account = null } = options;
  if (!run.ok) {
    printFailure(context, { command: "doctor", format, verbose: false }, run.diagnostics, run.sources);
    return exitCodes.policyInvalid;
  }
  const found = Object.values(providers).flatMap(({ id, describeAccess }) => {
    const those = run.checked.flatMap(({ policy, targets, file }) =>
      policy !== null && targets.some(({ provider }) => provider === id) ? [{ file: file.path, policy }] : [],
    );
    if (those.length === 0 || (only !== undefined && only !== id)) return [];
    const policies = those.map(({ policy }) => policy);
    return [
      {
        files: those.map(({ file }) => file),
        policies: policies.map(({ name }) => name),
        zones: [...new Set(policies.map(({ zone }) => zone))],
        provider: id,
        ...describeAccess(policies, { zone: zoneId, account }),
      },
    ];
  });
  if (found.length === 0) throw new UsageError("no policy goes to a provider that was asked for");
  if (found.length > 1 && (role !== undefined || zoneId !== null)) {
    throw new UsageError("--role and --zone-id are about one provider: name it with --provider");
  }
  if (zoneId !== null && found.some(({ zones }) => zones.length > 1)) {
    throw new UsageError(
      "--zone-id is about one zone: name the files of one, or write the ids into the policies",
    );
  }
  if (format === "json") {
    const access = found.map(({ roles, words, ...one }) => ({
      ...one,
      roles: pick(roles, role),
      words: pick(words, role),
    }));
    printJson(context, { ...envelope("doctor", true, [], run.sources), access });
    return exitCodes.done;
  }
  const { io } = context;
  for (const { policies, provider, roles, words, notes } of found) {
    for (const one of accessRoles) {
      if (role === undefined)
        io.out(
          `${io.paint.out.bold(`${policies.map(printable).join(", ")} at ${providers[provider].title}, to ${one}:`)}\n`,
        );
      if (role === undefined) io.out(words[one].map((line) => `  ${printable(line)}\n`).join(""));
      if (role === undefined || role === one) printJson(context, roles[one]);
    }
    for (const note of notes) io.err(`note: ${printable(note)}\n`);
  }
  return exitCodes.done;
}

/** Of that role, else of both. */
function pick<T>(byRole: Readonly<Record<AccessRole, T>>, role: AccessRole | undefined) {
  return role === undefined ? byRole : { [role]: byRole[role] };
}

/** The environments that docs name. */
const usualEnvironments: Readonly<Record<AccessRole, string>> = { plan: "dns-plan", apply: "dns-production" };

/** Who may take the roles: a workflow of one repository, in one environment. */
export function printTrust(context: Context, options: DoctorOptions): ExitCode {
  const { format, role, provider, account = null, environment } = options;
  const prefix = prefixOf(options);
  if (environment !== undefined && role === undefined) {
    throw new UsageError("--environment is about one role: give --role plan or --role apply too");
  }
  const wanted = role === undefined ? accessRoles : [role];
  const trust = wanted.map((one): readonly [AccessRole, Trust] => {
    // A colon would end the name (GitHub docs, "OpenID Connect reference").
    const name = (environment ?? usualEnvironments[one]).replaceAll(":", "%3A");
    return [one, describeTrust(provider, { subject: `${prefix}:environment:${name}`, account })];
  });
  const notes = [
    ...new Set(trust.flatMap(([, described]) => described.notes)),
    ...(options.subjectPrefix === undefined ? [noteOnSubjects] : []),
  ];
  if (format === "json") {
    const documents = Object.fromEntries(trust.map(([one, { document }]) => [one, document]));
    printJson(context, { ...envelope("doctor", true, [], new Map()), trust: documents, notes });
    return exitCodes.done;
  }
  const { io } = context;
  for (const [one, { document }] of trust) {
    if (role === undefined) io.out(`${io.paint.out.bold(`who may ${one}:`)}\n`);
    printJson(context, document);
  }
  for (const note of notes) io.err(`note: ${note}\n`);
  return exitCodes.done;
}

/** Of GitHub, whoever the vendor is. */
const noteOnSubjects =
  "tokens of repositories made or renamed since June 2026 name ids as well: GitHub's OIDC settings of the repository show what they begin with, for --subject-prefix";

function describeTrust(only: string | undefined, workflow: TrustedWorkflow): Trust {
  const asked = Object.values(providers).filter(({ id }) => only === undefined || id === only);
  const [describe] = asked.flatMap((provider) => provider.describeTrust ?? []);
  if (describe !== undefined) return describe(workflow);
  throw new UsageError(`${asked.map(({ title }) => title).join(" and ")} has no roles that a workflow takes`);
}

function prefixOf({ repo, subjectPrefix }: DoctorOptions): string {
  if (subjectPrefix !== undefined) {
    if (repo !== undefined) throw new UsageError("--subject-prefix says whose workflows: leave --repo out");
    if (/^repo:[\w.@/-]+$/u.test(subjectPrefix)) return subjectPrefix;
    throw new UsageError(
      "a --subject-prefix is what stands before :environment:, such as repo:ORG-123/REPO-456",
    );
  }
  if (repo === undefined) throw new UsageError("whose workflows? name the repository: --repo ORG/REPO");
  if (/^[\w.-]+\/[\w.-]+$/u.test(repo)) return `repo:${repo}`;
  throw new UsageError(`"${repo}" is no repository: write ORG/REPO`);
}
