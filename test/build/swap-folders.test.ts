import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { swapFolders } from "../../scripts/build/swap-folders.ts";
import { plantTree } from "../planted-tree.ts";

test.each([
  ["in the place of an older one", { "dist/main.js": "old", "dist/gone.js": "old" }],
  ["where nothing was", { "package.json": "{}" }],
])("a folder is put %s, and nothing is left over", (_, files) => {
  const root = plantTree({ ...files, "dist-new/main.js": "new" });
  swapFolders(join(root, "dist-new"), join(root, "dist"));
  expect(readdirSync(join(root, "dist"))).toEqual(["main.js"]);
  expect(readFileSync(join(root, "dist/main.js"), "utf8")).toBe("new");
  expect(readdirSync(root).filter((name) => name.startsWith("dist"))).toEqual(["dist"]);
  expect(statSync(join(root, "dist")).mode & 0o777).toBe(0o755);
});
