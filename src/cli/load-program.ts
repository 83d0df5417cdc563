/** Loads the program from what the build made of it: one script, and beside it the code that V8 compiled from it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

export interface LoadedProgram {
  readonly exports: typeof import("./run.ts");
  /** What V8 has compiled so far, for the next start. */
  compiled(): Buffer;
}

/** `folder` is where the build has put the program. */
export function loadProgram(folder: string): LoadedProgram {
  const filename = join(folder, "program.cjs");
  const cachedData = readIfThere(`${filename}.compiled`);
  // The build writes nothing but ASCII, of which this is the cheapest reading.
  const script = new Script(readFileSync(filename, "latin1"), {
    filename,
    ...(cachedData !== undefined && { cachedData }),
  });
  const exports: LoadedProgram["exports"] = script.runInThisContext()(createRequire(filename));
  return { exports, compiled: () => script.createCachedData() };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
