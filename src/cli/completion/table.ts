/** What can be completed, read off the description of the command line. */
import type { Command, Option } from "commander";
import { catalogue } from "../../diagnostic/catalogue.ts";
import { providerIds, recordTypes } from "../../policy/policy.ts";

/** What may stand somewhere. */
export type Completed =
  | { readonly kind: "nothing" }
  | { readonly kind: "text" }
  /** Policies, and the folders that they are in. */
  | { readonly kind: "files" }
  | { readonly kind: "folders" }
  | { readonly kind: "words"; readonly words: readonly string[] };

export interface CompletedOption {
  /** Such as `-v`. */
  readonly short: string | null;
  /** Such as `--verbose`. */
  readonly long: string | null;
  readonly description: string;
  /** The name of its value, for people. */
  readonly name: string;
  /** `nothing` when it takes no value. */
  readonly value: Completed;
}

export interface CompletedCommand {
  /** The words that name it: empty for the program itself. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly arguments: Completed;
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[];
}

/** Every command, the program itself first. */
export function listCommands(program: Command): readonly CompletedCommand[] {
  const visit = (command: Command, path: readonly string[]): readonly CompletedCommand[] => {
    const shown = command.createHelp();
    const below = shown.visibleCommands(command);
    const own: CompletedCommand = {
      path,
      summary: describe(command),
      options: shown.visibleOptions(command).map(readOption),
      arguments: readArguments(command, program),
      subcommands: below.map((one) => ({ name: one.name(), summary: describe(one) })),
    };
    return [own, ...below.flatMap((one) => visit(one, [...path, one.name()]))];
  };
  return visit(program, []);
}

function describe(command: Command): string {
  return command.summary() || command.description();
}

function readOption(option: Option): CompletedOption {
  const takesValue = option.required || option.optional;
  const name = /[<[]([^>\].]+)/u.exec(option.flags)?.[1] ?? "";
  return {
    short: option.short ?? null,
    long: option.long ?? null,
    description: option.description,
    name,
    value: takesValue ? judge(name, option.argChoices) : { kind: "nothing" },
  };
}

function readArguments(command: Command, program: Command): Completed {
  const [first] = command.registeredArguments;
  if (first === undefined) return { kind: "nothing" };
  // `help [command]` is commander's own.
  if (first.name() === "command") return { kind: "words", words: program.commands.map((one) => one.name()) };
  return judge(first.name(), first.argChoices);
}

/** Values that the description leaves to the command, by the name of the argument. */
const knownWords: Readonly<Record<string, readonly string[]>> = {
  code: Object.keys(catalogue).sort(),
  id: providerIds,
  type: recordTypes,
};

function judge(name: string, choices: readonly string[] | undefined): Completed {
  const words = choices ?? (Object.hasOwn(knownWords, name) ? knownWords[name] : undefined);
  if (words !== undefined) return { kind: "words", words };
  if (/^files?$/iu.test(name)) return { kind: "files" };
  return /^(?:dir|folder)$/iu.test(name) ? { kind: "folders" } : { kind: "text" };
}
