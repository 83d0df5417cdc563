import { entry, type NoArgs } from "./entry.ts";

/** Why a file can't be written, by the system's code. */
const unwritable: Readonly<Record<string, string>> = {
  ENOENT: "its directory doesn't exist",
  ENOTDIR: "its directory is a file",
  EACCES: "writing there is not allowed",
  EPERM: "writing there is not allowed",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

/** In words where it is known. */
export function reasonOfSystem(reason: string): string {
  return (Object.hasOwn(unwritable, reason) ? unwritable[reason] : null) ?? reason;
}

/** What is said about writing policy files. */
export const commandEntries = {
  "format-unsafe": entry<NoArgs>({
    severity: "error",
    title: "file that can't be formatted",
    message: () => "This file can't be formatted without changing what it says, so it is left as it is",
    hint: () => "write it more plainly, or format it by hand",
    explain: `\`signpost fmt\` reads what it is about to write, and compares values and comments with those of the
file. Where they differ, as with some rare forms of YAML, it writes nothing.`,
  }),
  "edit-unsafe": entry<NoArgs>({
    severity: "error",
    title: "value that can't be changed in its place",
    message: () => "This can't be changed without changing something else, so the file is left as it is",
    hint: () => "write it without an alias, or change it by hand",
    explain: `\`signpost drain\` and \`signpost ramp\` change single values where they stand, and then read what
they are about to write. Where something else would change with them, as with a value that aliases repeat, or where
a comment would be lost, they write nothing.`,
  }),
  "edit-overtaken": entry<{ readonly path: string }>({
    severity: "error",
    title: "file that somebody else changed meanwhile",
    message: ({ path }) => `${path} is no longer what was read, so it was left as it is`,
    hint: () => "run the command again",
    explain: `\`signpost drain\` and \`signpost ramp\` look at a file once more right before they write it. What an editor
or a pull has put there meanwhile is never overwritten.`,
  }),
  "step-too-soon": entry<{
    readonly name: string;
    readonly provider: string;
    readonly applied: string;
    readonly earliest: string;
    readonly seconds: number;
    /** The same, written as the share of the other that is lowered; null where it isn't the way back. */
    readonly lowered: string | null;
  }>({
    severity: "error",
    title: "step before the last one could show",
    message: ({ name, provider, applied, earliest, seconds }) =>
      `${name} was applied at ${provider} at ${applied}, and a step takes ${seconds} s to show: not before ${earliest}`,
    hint: ({ earliest, lowered }) =>
      `wait until ${earliest}, or skip the check with --offline; lowering a share never waits${lowered === null ? "" : `: if this is the way back, write ${lowered}`}`,
    explain: `\`signpost ramp\` raises a share only when the step before it can be judged: when all caches have let go
of the old answers (the TTL) and a health check could have noticed what is wrong (detection). Both count from the
time in the live marker. A marker has minutes only, so one more is waited.`,
  }),
  "step-not-applied": entry<{ readonly name: string; readonly provider: string }>({
    severity: "error",
    title: "step before the last one was applied",
    message: ({ name, provider }) =>
      `${name} at ${provider} isn't what the file says, so this would be two steps at once`,
    hint: () => "apply the file first, or skip the check with --offline",
    explain: `\`signpost ramp\` goes from the share in the file to the next one. Where the file was not applied yet, or
somebody changed the name since, clients never got the share that it is to go on from.`,
  }),
  "step-unknown": entry<{ readonly name: string; readonly provider: string }>({
    severity: "warning",
    title: "step whose time isn't known",
    message: ({ name, provider }) =>
      `When ${name} was applied at ${provider} isn't known, so nobody can say whether the last step has shown`,
    hint: () => null,
    explain: `The time of an apply stands in the marker of its name. One that can't be read leaves \`signpost ramp\`
without it.`,
  }),
  "step-unchecked": entry<{ readonly reason: "offline" | "no provider" }>({
    severity: "warning",
    title: "step that wasn't held against what is live",
    message: ({ reason }) =>
      `Not checked: whether the file is applied and the last step has shown (${reason === "offline" ? "--offline" : "the policy goes to no provider"})`,
    hint: () => null,
    explain: `\`signpost ramp\` reads the time of the last apply from the zone. With \`--offline\` it doesn't, and says
so.`,
  }),
  "file-unwritable": entry<{ readonly path: string; readonly reason: string }>({
    severity: "error",
    title: "file that can't be written",
    message: ({ path, reason }) => `can't write ${path}: ${reasonOfSystem(reason)}`,
    explain: `The new text is written beside the file first and takes its place in one step, so the old file is whole,
and its directory must be writable.`,
  }),
  "file-exists": entry<{ readonly path: string }>({
    severity: "error",
    title: "file that is there already",
    message: ({ path }) => `${path} is there already, and was left as it is`,
    hint: () => "name another file, or move this one away",
    explain: `\`signpost init\` writes a new file. Over one that is there it writes only after a yes on a terminal.`,
  }),
  "report-not-overwritten": entry<{ readonly path: string; readonly format: string }>({
    severity: "error",
    title: "file that is no report, where one would be written",
    message: ({ path, format }) =>
      `${path} is there already and is no ${format} report of Signpost, so it was left as it is`,
    hint: () => "name another file, or move this one away",
    explain: `\`--out-json\`, \`--out-markdown\` and \`--out-sarif\` write over an older report in the same format and over empty
files, and over nothing else: a policy whose name was given by mistake stays.`,
  }),
  "input-needed": entry<{ readonly options: readonly string[] }>({
    severity: "error",
    title: "answers that are missing",
    message: ({ options }) => `There is nobody to ask, so ${options.join(" and ")} must be given`,
    hint: () => "see signpost init --help",
    explain: `On a terminal \`signpost init\` asks for what isn't given. Elsewhere, and with \`--no-input\`, it takes
options alone:

    signpost init --no-input --zone example.com --endpoint web-a=203.0.113.10`,
  }),
} as const;
