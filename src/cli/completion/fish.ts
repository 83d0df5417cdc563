/** The completion script for fish, 3.0 and newer. */
import type { Completed, CompletedCommand, CompletedOption } from "./table.ts";

export function renderFish(commands: readonly CompletedCommand[]): string {
  return `# fish completion for signpost
# Load it with: signpost completion fish | source

# Whether the words before the cursor name exactly this command.
function __signpost_at
    set -l found
    set -l words (commandline -opc)
    for word in $words[2..-1]
        set -l next (string join ' ' -- $found $word)
        if contains -- $next $__signpost_commands
            set -a found $word
        end
    end
    test "$found" = "$argv"
end

set -g __signpost_commands ${commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => quote(path.join(" ")))
    .join(" ")}

complete -c signpost -f
${commands.flatMap(renderCommand).join("\n")}
`;
}

function renderCommand(command: CompletedCommand): readonly string[] {
  const start = `complete -c signpost -n ${quote(["__signpost_at", ...command.path].join(" "))}`;
  return [
    ...command.subcommands.map(({ name, summary }) => `${start} -a ${quote(name)} -d ${quote(summary)}`),
    ...(command.subcommands.length > 0
      ? []
      : renderArguments(command.arguments).map((one) => `${start} ${one}`)),
    ...command.options.map((option) => `${start} ${renderOption(option)}`),
  ];
}

function renderArguments(taken: Completed): readonly string[] {
  switch (taken.kind) {
    case "nothing":
    case "text":
      return [];
    case "files":
      return ["-F"];
    case "folders":
      return ["-a '(__fish_complete_directories)'"];
    case "words":
      return [`-a ${quote(taken.words.join(" "))}`];
  }
}

function renderOption({ short, long, description, value }: CompletedOption): string {
  const flags = [
    ...(short === null ? [] : [`-s ${short.slice(1)}`]),
    ...(long === null ? [] : [`-l ${long.slice(2)}`]),
  ];
  return [...flags, ...renderValue(value), `-d ${quote(description)}`].join(" ");
}

function renderValue(value: Completed): readonly string[] {
  switch (value.kind) {
    case "nothing":
      return [];
    case "text":
      return ["-x"];
    case "files":
      return ["-r", "-F"];
    case "folders":
      return ["-x", "-a '(__fish_complete_directories)'"];
    case "words":
      return ["-x", `-a ${quote(value.words.join(" "))}`];
  }
}

/** In single quotes fish takes only `\\` and `\'` for escapes. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
