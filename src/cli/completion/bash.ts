/** The completion script for bash, 3.2 and newer. */
import type { Completed, CompletedCommand } from "./table.ts";

export function renderBash(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ path }) => path.length > 0);
  return `# bash completion for signpost
# Load it with: source <(signpost completion bash)

_signpost_words() {
  local IFS=$' \\n'
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_signpost_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -d -- "$1"; compgen -f -X '!*.yaml' -- "$1"; compgen -f -X '!*.yml' -- "$1"; compgen -f -X '!*.json' -- "$1"))
}

_signpost_folders() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -d -- "$1"))
}

_signpost() {
  local word command="" i
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  # bash makes --format=json three words.
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $prev == "=" ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$command $word" in
      ${renderCases(named.map(({ path }) => ({ when: [`${path.slice(0, -1).join(" ")} ${path.at(-1)}`], run: `command=${quote(path.join(" "))}` })))}
    esac
  done
  case "$command $prev" in
      ${renderCases(commands.flatMap(completeValues))}
  esac
  if [[ $cur == -* ]]; then
    case "$command" in
      ${renderCases(commands.map(completeOptions))}
    esac
    return
  fi
  case "$command" in
      ${renderCases(commands.map(completeArguments))}
  esac
}

complete -F _signpost signpost
`;
}

interface Case {
  readonly when: readonly string[];
  readonly run: string;
}

function renderCases(cases: readonly Case[]): string {
  return cases.map(({ when, run }) => `${when.map(quote).join(" | ")}) ${run} ;;`).join("\n      ");
}

function completeValues({ path, options }: CompletedCommand): readonly Case[] {
  return options.flatMap(({ short, long, value }) => {
    if (value.kind === "nothing") return [];
    const flags = [short, long].filter((flag) => flag !== null);
    const when = flags.map((flag) => `${path.join(" ")} ${flag}`);
    return [{ when, run: `${offer(value)}; return` }];
  });
}

function completeOptions({ path, options }: CompletedCommand): Case {
  const flags = options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== null));
  return { when: [path.join(" ")], run: offer({ kind: "words", words: flags }) };
}

function completeArguments({ path, arguments: taken, subcommands }: CompletedCommand): Case {
  const names = subcommands.map(({ name }) => name);
  return {
    when: [path.join(" ")],
    run: offer(names.length > 0 ? { kind: "words", words: names } : taken),
  };
}

function offer(value: Completed): string {
  switch (value.kind) {
    case "nothing":
    case "text":
      return ":";
    case "files":
      return '_signpost_files "$cur"';
    case "folders":
      return '_signpost_folders "$cur"';
    case "words":
      return `_signpost_words ${quote(value.words.join(" "))} "$cur"`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
