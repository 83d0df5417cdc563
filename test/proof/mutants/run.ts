/** Builds the program with one place of its source replaced, in memory, and runs it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { runInThisContext } from "node:vm";
import { context, type Plugin } from "esbuild";
import type { Policy } from "../../../src/policy/policy.ts";

const root = resolve(import.meta.dirname, "../../..");

export type ProveItself = (policy: Policy) => readonly string[];

export interface Workshop {
  /** Throws when the text to replace doesn't stand in the file just once. */
  build(file: string, find: string, replace: string): Promise<ProveItself>;
  buildUnchanged(): Promise<ProveItself>;
  close(): Promise<void>;
}

/** One context of esbuild for all builds: what isn't patched is parsed once. */
export async function openWorkshop(files: readonly string[]): Promise<Workshop> {
  const patched = new Map<string, string>();
  const names = files.map((file) => file.replaceAll(".", "\\."));
  const mutate: Plugin = {
    name: "mutate",
    setup: (build) =>
      build.onLoad({ filter: new RegExp(`(${names.join("|")})$`) }, ({ path }) => ({
        contents: patched.get(path) ?? readFileSync(path, "utf8"),
        loader: "ts",
      })),
  };
  const bundler = await context({
    absWorkingDir: root,
    entryPoints: ["test/proof/mutants/prove-itself.ts"],
    bundle: true,
    write: false,
    // Packages are taken as they are installed, and each is loaded once.
    packages: "external",
    format: "cjs",
    platform: "node",
    logLevel: "silent",
    plugins: [mutate],
  });
  const load = async (): Promise<ProveItself> => {
    const { outputFiles } = await bundler.rebuild();
    const code = outputFiles[0]?.text ?? "";
    const module: { exports: { proveItself?: ProveItself } } = { exports: {} };
    runInThisContext(`(function (require, module, exports) {${code}\n})`)(
      createRequire(join(root, "package.json")),
      module,
      module.exports,
    );
    if (module.exports.proveItself === undefined) throw new Error("the bundle exports nothing");
    return module.exports.proveItself;
  };
  return {
    build(file, find, replace) {
      const path = join(root, file);
      const text = readFileSync(path, "utf8");
      const times = text.split(find).length - 1;
      if (times !== 1) throw new Error(`${file} holds this ${times} times instead of once: ${find}`);
      patched.clear();
      patched.set(
        path,
        text.replace(find, () => replace),
      );
      return load();
    },
    buildUnchanged() {
      patched.clear();
      return load();
    },
    close: () => bundler.dispose(),
  };
}
