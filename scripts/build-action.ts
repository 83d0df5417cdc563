/**
 * `npm run build:action`: src/action → action/index.js, the one file that GitHub runs. It is committed, since nothing is
 * installed where it runs. With `--check` it writes nothing and fails if the file isn't what the sources make.
 */
import { resolve } from "node:path";
import { bundleAction } from "./build/bundle.ts";
import { collectNotices } from "./build/notices.ts";
import { bringUpToDate, findOutdated } from "./generate/outdated.ts";

const root = resolve(import.meta.dirname, "..");
const { text, metafile } = await bundleAction(root, "src/action/main.ts");
const wanted = {
  "action/index.js": text,
  "action/THIRD-PARTY-NOTICES": collectNotices(root, [metafile], "action"),
};
const outdated = findOutdated(root, wanted, ["action"]);
if (process.argv.includes("--check")) {
  for (const path of outdated.changed)
    console.error(`${path} is not up to date: run \`npm run build:action\``);
  for (const path of outdated.stale) console.error(`${path} is made by nothing`);
  if (outdated.changed.length + outdated.stale.length > 0) process.exitCode = 1;
} else {
  bringUpToDate(root, wanted, outdated);
  for (const path of outdated.changed) console.log(`wrote ${path}`);
}
