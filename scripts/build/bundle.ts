import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

export interface BundleOptions {
  /** The folder of package.json. */
  readonly root: string;
  /** Name of the file in `outFolder`, without its ending → path of the module, relative to `root`. */
  readonly entries: Readonly<Record<string, string>>;
  readonly outFolder: string;
}

/** Bundles the entries with all that they need into ES modules, split where code says `import()`. */
export async function bundle(options: BundleOptions): Promise<Metafile> {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(options.root, "package.json"), "utf8"),
  );
  const result = await build({
    absWorkingDir: options.root,
    entryPoints: { ...options.entries },
    outdir: options.outFolder,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    // Without splitting, what is imported lazily is hoisted into the entry and loaded at every start.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // The AWS SDK's CommonJS build, which comes first otherwise, has no named exports to import.
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    // Bundled CommonJS asks for Node's own modules with require, which ES modules don't have.
    banner: { js: banner },
    plugins: [withoutDetours],
    define: { SIGNPOST_VERSION: JSON.stringify(version) },
    metafile: true,
    logLevel: "warning",
  });
  for (const path of Object.keys(result.metafile.outputs)) dropBanner(join(options.root, path));
  return result.metafile;
}

const banner =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

/** Making a `require` takes a third of a millisecond, and all but one or two of the files have no use for it. */
function dropBanner(path: string): void {
  const text = readFileSync(path, "utf8");
  if (!text.startsWith(banner)) return;
  const rest = text.slice(banner.length);
  if (!/\brequire\b/u.test(rest)) writeFileSync(path, rest.trimStart());
}

/**
 * What packages ask Node for and have no use for here. commander starts subcommands that are programs of their own, of
 * which there are none. An import of node:process reads every property of it, and so opens standard input and output.
 */
const withoutDetours: Plugin = {
  name: "without detours",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/u.test(importer) ? { path: "nothing", namespace: "detour" } : undefined,
    );
    onResolve({ filter: /^node:process$/ }, () => ({ path: "process", namespace: "detour" }));
    onLoad({ filter: /.*/, namespace: "detour" }, ({ path }) => ({
      contents: `module.exports = ${path === "process" ? "globalThis.process" : "{}"};`,
    }));
  },
};
