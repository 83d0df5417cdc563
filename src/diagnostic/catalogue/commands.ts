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
