import { quoteForShell } from "../quote-for-shell.ts";
import { entry, type NoArgs } from "./entry.ts";
import type { OfPath } from "./files.ts";

/** What the command line says. */
export const cliEntries = {
  "provider-not-planned": entry<{ readonly failed: readonly string[]; readonly others: readonly string[] }>({
    severity: "error",
    title: "provider that couldn't be planned, beside others that could",
    message: ({ failed }) =>
      `Nothing is applied, because ${failed.join(" and ")} couldn't be planned: the providers of a policy are to say the same`,
    hint: ({ others }) =>
      others.length === 0
        ? "apply again when that is mended"
        : `apply again when that is mended, or go ahead with ${others.map((id) => `--provider ${id}`).join(" or ")}`,
    explain: `A policy that goes to several providers is planned at all of them before anything is written. When one of
them can't be reached, or refuses the credentials, \`signpost apply\` and \`signpost destroy\` write nothing
anywhere, so that no provider is left behind by accident. \`--provider\` narrows a run to one of them.`,
  }),
  "no-provider": entry<NoArgs>({
    severity: "warning",
    title: "policy without a provider",
    message: () => "No provider is named, so there is nothing to compile and nowhere to apply it",
    hint: () => "add providers: { route53: {} }",
    explain: `Each provider that a policy names is a target: \`providers: { route53: {} }\`.`,
  }),
  "record-unknown": entry<{ readonly record: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "no such record",
    message: ({ record }) => `The policy has no record ${record}`,
    hint: ({ suggestion }) => (suggestion === null ? null : `did you mean ${suggestion}?`),
    explain: `Records are named as under \`records:\` in the file ("www", "@"), or in full (www.example.com).`,
  }),
  "down-unknown": entry<{ readonly endpoint: string; readonly suggestion: string | null }>({
    severity: "error",
    title: "no such endpoint",
    message: ({ endpoint }) => `There is no endpoint ${endpoint}`,
    hint: ({ suggestion }) => (suggestion === null ? null : `did you mean ${suggestion}?`),
    explain: `\`--down\` and the events of \`--timeline\` take names of endpoints, separated by commas: for \`simulate\` those
that the record uses, for \`verify\` those of its policies.`,
  }),
  "sandbox-locked": entry<OfPath & { readonly detail: string }>({
    severity: "error",
    title: "sandbox in use",
    message: ({ path, detail }) => `The sandbox in ${path} is in use: ${detail}`,
    hint: () => "wait for the other command to end",
    explain: `The sandbox keeps its state in .signpost/sandbox of the working directory; one command at a time uses it.`,
  }),
  "sandbox-corrupt": entry<OfPath & { readonly detail: string }>({
    severity: "error",
    title: "sandbox damaged",
    message: ({ path, detail }) => `The state of the sandbox in ${path} can't be read: ${detail}`,
    hint: ({ path }) => `delete ${path} to start anew; nothing real is in it`,
    explain: `The sandbox keeps its state in one file, written anew after each change.`,
  }),
  "sandbox-unusable": entry<OfPath & { readonly detail: string }>({
    severity: "error",
    title: "no place for the sandbox",
    message: ({ path, detail }) => `can't keep a sandbox in ${path}: ${detail}`,
    hint: () => "run this in a directory that can be written to",
    explain: `The sandbox keeps its state in .signpost/sandbox of the working directory, and makes that folder.`,
  }),
  usage: entry<{ readonly detail: string; readonly hint: string | null }>({
    severity: "error",
    title: "wrong command line",
    message: ({ detail }) => detail,
    hint: ({ hint }) => hint,
    explain: `The command line has no meaning as it stands; \`signpost help\` and \`signpost help plan\` tell which has.`,
  }),
  internal: entry<{ readonly detail: string }>({
    severity: "error",
    title: "mistake in Signpost",
    message: ({ detail }) => `This is a mistake in Signpost, please report it: ${detail}`,
    explain: `Something happened that Signpost doesn't expect. Its state is what was written before; plan again to see it.`,
  }),
  declined: entry<NoArgs>({
    severity: "error",
    title: "not confirmed",
    message: () => "Nothing was changed",
    explain: `The question before the first write was answered with anything but yes.`,
  }),
  "destroy-unallowed": entry<{
    /** As a file would call them. */
    readonly names: readonly string[];
    /** Those that aren't called as one of the names. */
    readonly policies: readonly string[];
  }>({
    severity: "error",
    title: "names that nobody named",
    message: ({ names }) =>
      `With --yes, destroy deletes only what is named, and nobody named ${names.join(", ")}`,
    hint: ({ names, policies }) =>
      `add ${names.map((name) => `--allow ${quoteForShell(`destroy=${name}`)}`).join(" ")}${
        policies.length === 0
          ? ""
          : `; or, for all that ${policies.join(" and ")} ${policies.length === 1 ? "has" : "have"}, ${policies.map((policy) => `--allow destroy=${policy}`).join(" ")}`
      }`,
    explain: `On a terminal \`destroy\` shows what goes and has the policy's name typed. Elsewhere nobody can look, so each
public name that goes is named on the command line, as it stands in the file or in full, or all of them by the name
of their policy:

    signpost destroy --yes --allow destroy=www --allow destroy=api.example.com

\`destroy --to ENDPOINT\` is the step before: it leaves each name as one plain answer.`,
  }),
  "destroy-to-unknown": entry<{
    readonly endpoint: string;
    readonly policy: string;
    readonly endpoints: readonly string[];
  }>({
    severity: "error",
    title: "no such endpoint to leave",
    message: ({ endpoint, policy }) => `The policy ${policy} has no endpoint ${endpoint}`,
    hint: ({ endpoints }) => `it has ${endpoints.join(", ")}`,
    explain: `\`destroy --to ENDPOINT\` leaves each name of a policy as one plain answer: the address of an endpoint that the
policy declares.`,
  }),
  "destroy-to-lacks": entry<{
    readonly endpoint: string;
    readonly record: string;
    readonly types: readonly string[];
  }>({
    severity: "error",
    title: "an endpoint without an address of the family",
    message: ({ endpoint, record, types }) =>
      `${record} answers ${types.join(" and ")}, for which ${endpoint} has no address`,
    hint: () => "choose an endpoint that has all of them",
    explain: `\`destroy --to ENDPOINT\` leaves each name with one answer of each type that it has. An endpoint without an
IPv6 address would leave those who ask for one with nothing, before anything is deleted.`,
  }),
  "confirmation-needed": entry<NoArgs>({
    severity: "error",
    title: "nobody to ask",
    message: () => "These changes need a yes, and there is no terminal to ask on",
    hint: () => "add --yes once the plan has been reviewed",
    explain: `On a terminal \`apply\` and \`destroy\` ask before the first write. Elsewhere, as in CI, they want \`--yes\`.`,
  }),
} as const;
