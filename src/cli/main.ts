/** Where the program begins. Its version costs next to nothing; everything else is loaded when it is needed. */
declare const SIGNPOST_VERSION: string;

const [, , first, ...others] = process.argv;
if ((first === "--version" || first === "-V") && others.length === 0) {
  process.stdout.write(`${SIGNPOST_VERSION}\n`);
} else {
  const { run } = await import("./run.ts");
  process.exitCode = await run(process.argv, SIGNPOST_VERSION);
}
