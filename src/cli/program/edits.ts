/** The commands that change policy files. */
import type { Command } from "commander";
import { examples, provider, type Running, reads, reports, sandbox, verbose } from "./options.ts";

export function describeEdits(program: Command, { context, signals, onEnd }: Running): void {
  const edits = (command: Command) =>
    reports(reads(command))
      .option("--dry-run", "show what would change, and write nothing")
      .option(...sandbox)
      .option(...verbose);

  edits(
    program
      .command("ramp")
      .argument("<record>", "a record, or a part of the policy")
      .argument("<change>", "a member and its share, such as green=25%; with --next the member alone"),
  )
    .summary("give a weighted member its share, in the file")
    .description(
      "Writes new weights into the policy file, and shows what they move. More is refused while the last step can't have shown yet, by the time in the live marker.",
    )
    .option("--steps <shares>", "the steps of a ramp, such as 5,25,50,100")
    .option("--next", "go to the step behind the share of now")
    .option("--at <place>", "which weights, where several have the member")
    .option("--offline", "don't look at what is live")
    .addOption(provider())
    .addHelpText(
      "after",
      examples(["signpost ramp www green=25%", "signpost ramp www green --steps 5,25,50,100 --next"]),
    )
    .action(async (name, change, named, options) => {
      signals.arm();
      onEnd(await (await import("../commands/ramp.ts")).runRamp(context, name, change, named, options));
    });

  edits(program.command("drain").argument("<endpoints>", "endpoints of the policy; separated by commas"))
    .summary("take an endpoint out of every answer, in the file")
    .description("Writes drained: true into the policy file, and shows what that moves. Offline.")
    .option("--undo", "put it back")
    .option("--all", "wherever the name is written, where several files have it")
    .addHelpText("after", examples(["signpost drain eu-a", "signpost drain eu-a --undo"]))
    .action(async (names, named, options) => {
      onEnd(await (await import("../commands/drain.ts")).runDrain(context, names, named, options));
    });
}
