/** What is said about the files of a run, and about the parts that a policy is made of. */
import { entry } from "./entry.ts";

export interface OfPath {
  readonly path: string;
}

/** Another place, which the sentence names. */
export interface Elsewhere {
  readonly file: string;
  readonly line: number;
}

/** Why a file can't be read, by the system's code. */
const unreadable: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  ENOENT: { why: "there is no such file", hint: "check the path" },
  ENOTDIR: { why: "there is no such file", hint: "check the path" },
  EACCES: { why: "reading it is not allowed", hint: "check who may read it" },
  EPERM: { why: "reading it is not allowed", hint: "check who may read it" },
  EISDIR: { why: "it is a directory", hint: "name the files in it" },
  ELOOP: { why: "its links go in a circle", hint: "check what the link leads to" },
  ENAMETOOLONG: { why: "its name is too long", hint: "check the path" },
  ERR_ENCODING_INVALID_ENCODED_DATA: { why: "it is not UTF-8 text", hint: "save it as UTF-8" },
  ERR_INVALID_ARG_VALUE: { why: "that can't be a path", hint: "check the path" },
};

/** Why a file can't be read, by the system's code, and what to do about it. */
export function explainReason(reason: string): { readonly why: string; readonly hint: string | null } {
  const known = Object.hasOwn(unreadable, reason) ? unreadable[reason] : undefined;
  return known ?? { why: reason, hint: null };
}

const sorts = {
  endpoint: "endpoint",
  healthCheck: "health check",
  part: "part",
  group: "group",
} as const;

export const filesEntries = {
  "file-unreadable": entry<OfPath & { readonly reason: string }>({
    severity: "error",
    title: "A file that can't be read",
    message: ({ path, reason }) => `Can't read ${path}: ${explainReason(reason).why}`,
    hint: ({ path, reason }) =>
      reason === "ENOENT" && !path.endsWith(".plan.json")
        ? "check the path; without one, signpost.yaml or dns/ is taken"
        : explainReason(reason).hint,
    explain: `A policy file is UTF-8 text in YAML or JSON, named on the command line, or signpost.yaml, or in dns/.`,
  }),
  "file-outside": entry<OfPath>({
    severity: "error",
    title: "A file outside the root",
    message: ({ path }) => `The file ${path} lies outside the folder that policies may read from`,
    hint: () => "move it inside, or name a wider folder with --root",
    explain: `Policies are read from below one folder only, links included: the one that --root names, else the nearest
one above the file that has .git in it, else the file's own. So a link in a repository can't bring in what lies
elsewhere on the machine.`,
  }),
  "directory-empty": entry<OfPath>({
    severity: "error",
    title: "A directory without policies",
    message: ({ path }) => `There is no policy file in ${path}`,
    hint: () => "policy files end in .yaml, .yml or .json",
    explain: `A directory stands for all *.yaml, *.yml and *.json below it, without dot folders and saved plans.`,
  }),
  "part-unused": entry<OfPath>({
    severity: "warning",
    title: "A part that nothing includes",
    message: ({ path }) => `The file ${path} has no records, so it is a part, and no policy here includes it`,
    hint: ({ path }) => `name it under include in a policy, or leave ${path} out`,
    explain: `A file without records is a part: its endpoints, health checks and policies belong to the policies that
include it. Read alone it does nothing.

    include: [shared/endpoints.yaml]    # relative to the file in which this stands`,
  }),
  "policy-named-twice": entry<OfPath & { readonly name: string; readonly zone: string }>({
    severity: "error",
    title: "One policy in two files",
    message: ({ name, zone, path }) => `The policy ${name} of ${zone} is already in ${path}`,
    hint: () => "give one of them another name",
    explain: `A policy's name in its zone marks the names that it owns, so two files can't share it: each would undo
the other.`,
  }),
  "record-claimed-twice": entry<Elsewhere & { readonly name: string; readonly policy: string }>({
    severity: "error",
    title: "One name in two policies",
    message: ({ name, policy, file, line }) =>
      `The name ${name} is in the policy ${policy} too, in ${file}:${line}`,
    hint: () => "leave it in one of them",
    explain: `A name of a zone belongs to one policy, whose marker it carries. Two policies of one zone may each hold
other names of it.`,
  }),
  "declared-twice": entry<Elsewhere & { readonly sort: keyof typeof sorts; readonly name: string }>({
    severity: "error",
    title: "A name declared in two files",
    message: ({ sort, name, file, line }) =>
      `The ${sorts[sort]} ${name} is already declared in ${file}:${line}`,
    hint: () => "give one of them another name, or leave one out",
    explain: `A policy and the parts that it includes share their names: an endpoint, a health check, a group or a part
under policies is declared in one of the files, and every file of the policy can use it.`,
  }),
  "include-unreadable": entry<OfPath & { readonly reason: string }>({
    severity: "error",
    title: "An included file that can't be read",
    message: ({ path, reason }) => `Can't read ${path}: ${explainReason(reason).why}`,
    hint: ({ reason }) =>
      reason === "ENOENT" ? "write the path relative to this file" : explainReason(reason).hint,
    explain: `Paths under include are relative to the file in which they stand, with forward slashes.

    include: [../shared/endpoints.yaml]`,
  }),
  "include-not-relative": entry<OfPath>({
    severity: "error",
    title: "An include that isn't relative",
    message: ({ path }) => `"${path}" is not a path relative to this file`,
    hint: () => "write a relative path, such as shared/endpoints.yaml",
    explain: `A policy means the same wherever its folder lies, and touches no network. So paths under include are
relative to the file in which they stand: no absolute paths, no URLs, no ~.`,
  }),
  "include-outside": entry<OfPath>({
    severity: "error",
    title: "An include outside the root",
    message: ({ path }) => `"${path}" leads out of the folder that policies may read from`,
    hint: () => "move the file inside, or name a wider folder with --root",
    explain: `Policies are read from below one folder only, links included: the one that --root names, else the nearest
one above the policy that has .git in it, else the policy's own.`,
  }),
  "include-cycle": entry<{ readonly chain: readonly string[] }>({
    severity: "error",
    title: "Files that include each other",
    message: ({ chain }) => `These files include each other in a circle: ${chain.join(" → ")}`,
    hint: () =>
      "take one of these includes out: the names of all files of a policy are known in each of them",
    explain: `A file that includes itself, straight or through others, would never be read to its end. It isn't needed
either: a policy and its parts share their names.`,
  }),
  "include-twice": entry<OfPath & Elsewhere>({
    severity: "warning",
    title: "A file included twice",
    message: ({ path, file, line }) => `"${path}" is already included in ${file}:${line}`,
    hint: () => "take this one out: once is enough for the whole policy",
    explain: `A policy and its parts share their names, so a file that one of them includes is there for all. Including
it again changes nothing.`,
  }),
  "include-policy": entry<OfPath>({
    severity: "error",
    title: "An include of a whole policy",
    message: ({ path }) => `"${path}" is a policy of its own, and only parts can be included`,
    hint: () => "move what both use into a file without name, zone, providers and records",
    explain: `A part holds healthChecks, endpoints, groups, policies and include. A file with records, or with the name
or zone of a policy, stands alone.`,
  }),
  "more-problems": entry<{ readonly told: number }>({
    severity: "warning",
    title: "More than is shown",
    message: ({ told }) => `There are more problems than the ${told.toLocaleString("en")} that are shown`,
    hint: () => "settle those that are shown, and run this again",
    explain: `Of one policy up to 1,000 problems are shown, errors before warnings.`,
  }),
  "include-too-many": entry<{ readonly most: number }>({
    severity: "error",
    title: "A policy of too many files",
    message: ({ most }) => `This policy includes more than ${most.toLocaleString("en")} files`,
    hint: () => "join some of them, or split the policy",
    explain: `A policy may be made of up to 1,000 files.`,
  }),
} as const;
