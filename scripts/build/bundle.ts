import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";

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
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    define: { SIGNPOST_VERSION: JSON.stringify(version) },
    metafile: true,
    logLevel: "warning",
  });
  return result.metafile;
}
