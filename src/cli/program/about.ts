/** The commands that tell of the program itself. */
import { Argument, type Command } from "commander";
import { examples, format, type Running } from "./options.ts";

export function describeAbout(program: Command, { context, onEnd }: Running): void {
  program
    .command("explain")
    .summary("more about a diagnostic")
    .description("Explains a diagnostic code, such as failover-unchecked; without one, lists them all.")
    .argument("[code]", "the code in brackets behind a message")
    .addOption(format())
    .addHelpText("after", examples(["signpost explain failover-unchecked"]))
    .action(async (wanted, options) => {
      onEnd((await import("../commands/explain.ts")).runExplain(context, wanted, options));
    });

  program
    .command("schema")
    .summary("print the JSON Schema of policy files")
    .description(
      "Prints the JSON Schema of policy files, of saved plans or of what commands print as JSON, for editors and other tools.",
    )
    .addArgument(new Argument("[what]", "of what").choices(["policy", "plan", "report"]).default("policy"))
    .addHelpText("after", examples(["signpost schema > policy.schema.json"]))
    .action(async (what) => {
      onEnd((await import("../commands/schema.ts")).runSchema(context, what));
    });

  program
    .command("completion")
    .summary("print a script that completes commands")
    .description("Prints a script with which a shell completes commands, options and files.")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      examples(["source <(signpost completion bash)", "signpost completion fish | source"]),
    )
    .action(async (shell) => {
      onEnd((await import("../commands/completion.ts")).runCompletion(context, shell, program));
    });
}
