/** The completion script for zsh. */
import type { Completed, CompletedCommand, CompletedOption } from "./table.ts";

export function renderZsh(commands: readonly CompletedCommand[]): string {
  return `#compdef signpost
# zsh completion for signpost
# Load it with: source <(signpost completion zsh)
# or write it to a file named _signpost in a directory of $fpath.

${commands.map(renderFunction).join("\n")}
# As a file of $fpath this is the function's body; else it is registered here.
if [[ \${funcstack[1]-} == _signpost ]]; then
  _signpost "$@"
else
  compdef _signpost signpost
fi
`;
}

function functionName(path: readonly string[]): string {
  return ["_signpost", ...path].join("_").replaceAll("-", "_");
}

function renderFunction({ path, options, arguments: taken, subcommands }: CompletedCommand): string {
  const specs = options.flatMap(renderOption);
  if (subcommands.length === 0) {
    const positional = taken.kind === "nothing" ? [] : [quote(`*:${taken.kind}:${action(taken)}`)];
    return `${functionName(path)}() {
  _arguments -s -S ${[...specs, ...positional].join(" \\\n    ")}
}
`;
  }
  const described = subcommands.map(({ name, summary }) => quote(`${escapeColon(name)}:${summary}`));
  const calls = subcommands.map(({ name }) => `${name}) ${functionName([...path, name])} ;;`);
  return `${functionName(path)}() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
    ${described.join("\n    ")}
  )
  _arguments -C -s -S ${[...specs, quote("1:command:->command"), quote("*::argument:->argument")].join(" \\\n    ")} && return
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $line[1] in
        ${calls.join("\n        ")}
      esac ;;
  esac
}
`;
}

/** Both spellings of an option shut each other out. */
function renderOption({ short, long, description, name, value }: CompletedOption): readonly string[] {
  const said = `[${escapeBrackets(description)}]`;
  const flags = [short, long].filter((flag) => flag !== null);
  const others = flags.length > 1 ? `(${flags.join(" ")})` : "";
  return flags.map((flag) => {
    if (value.kind === "nothing") return quote(`${others}${flag}${said}`);
    const sign = flag.startsWith("--") ? "=" : "+";
    return quote(`${others}${flag}${sign}${said}:${escapeColon(name)}:${action(value)}`);
  });
}

function action(value: Completed): string {
  switch (value.kind) {
    case "nothing":
    case "text":
      return " ";
    case "files":
      return '_files -g "*.(yaml|yml|json)(-.)"';
    case "folders":
      return "_files -/";
    case "words":
      return `(${value.words.join(" ")})`;
  }
}

function escapeBrackets(text: string): string {
  return text.replace(/[\\[\]:]/gu, (character) => `\\${character}`);
}

function escapeColon(text: string): string {
  return text.replaceAll(":", "\\:");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
