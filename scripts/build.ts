/** `npm run build`: src → dist, one command line and one library, everything they need inside. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleModules, bundleScript } from "./build/bundle.ts";
import { compileProgram } from "./build/compile-program.ts";
import { emitTypes } from "./build/emit-types.ts";
import { findHeavyPackages } from "./build/entry-weight.ts";
import { collectNotices } from "./build/notices.ts";
import { removeFolder, swapFolders } from "./build/swap-folders.ts";

const root = resolve(import.meta.dirname, "..");
// Made aside, so that a build that fails leaves the last one as it is.
const outFolder = mkdtempSync(join(root, "dist-"));
process.once("exit", () => removeFolder(outFolder));

const entries = { main: "src/cli/main.ts", index: "src/index.ts" };
const program = "src/cli/run.ts";
const modules = await bundleModules({ root, outFolder }, entries);
const script = await bundleScript({ root, outFolder }, "program", program);

const heavy = [
  ...Object.values(entries).flatMap((entry) => findHeavyPackages(modules, entry)),
  ...findHeavyPackages(script, program),
];
for (const { name, via } of heavy) console.error(`${name} is loaded at every start, through ${via}`);
if (heavy.length > 0) {
  console.error("Load it lazily: import() the module of ours that needs it.");
  process.exitCode = 1;
} else {
  emitTypes(root, entries.index, join(outFolder, "types"));
  writeFileSync(join(root, "THIRD-PARTY-NOTICES"), collectNotices(root, [modules, script], "dist"));
  await compileProgram(root, outFolder);
  swapFolders(outFolder, join(root, "dist"));
}
