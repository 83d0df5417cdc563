/** `npm run check` ends here: the rules that Biome, TypeScript and knip can't express. */
import { resolve } from "node:path";
import { checkLayers } from "./check-layers.ts";
import { checkStyle } from "./check-style.ts";

const root = resolve(import.meta.dirname, "..");
const breaches = [...checkLayers(root), ...checkStyle(root)];

for (const { file, line, message } of breaches) console.error(`${file}:${line}  ${message}`);
if (breaches.length > 0) {
  console.error(
    `\n${breaches.length} broken ${breaches.length === 1 ? "rule" : "rules"} of layers and style`,
  );
  process.exitCode = 1;
}
