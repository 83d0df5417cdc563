/** Where the program begins. Its version costs next to nothing; everything else is loaded when it is needed. */
import { loadProgram } from "./load-program.ts";

declare const SIGNPOST_VERSION: string;

const [, , first, ...others] = process.argv;
if ((first === "--version" || first === "-V") && others.length === 0) {
  process.stdout.write(`${SIGNPOST_VERSION}\n`);
} else {
  process.exitCode = await loadProgram(import.meta.dirname).exports.run(process.argv, SIGNPOST_VERSION);
}
