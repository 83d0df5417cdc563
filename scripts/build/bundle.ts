import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

export interface BundleOptions {
  /** The folder of package.json. */
  readonly root: string;
  readonly outFolder: string;
}

/**
 * Bundles the entries with all that they need into ES modules, split where code says `import()`. An entry is the name of
 * a file in `outFolder`, without its ending, and the path of its module, relative to `root`.
 */
export async function bundleModules(
  options: BundleOptions,
  entries: Readonly<Record<string, string>>,
): Promise<Metafile> {
  const { metafile } = await build({
    ...common(options),
    entryPoints: { ...entries },
    chunkNames: "chunks/[name]-[hash]",
    // Without splitting, what is imported lazily is hoisted into the entry and loaded at every start.
    splitting: true,
    format: "esm",
    // Bundled CommonJS asks for Node's own modules with require, which ES modules don't have.
    banner: { js: banner },
    metafile: true,
  });
  for (const path of Object.keys(metafile.outputs)) dropBanner(join(options.root, path));
  return metafile;
}

/**
 * Bundles one entry into one script, whose value is a function from `require` to the entry's exports. What code says
 * `import()` of is inside too, and runs when it is asked for. V8 keeps what it compiled for scripts alone, not for ES
 * modules (docs/decisions/0006).
 */
export async function bundleScript(options: BundleOptions, name: string, entry: string): Promise<Metafile> {
  const { metafile } = await build({
    ...common(options),
    entryPoints: { [name]: entry },
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    charset: "ascii",
    // A script from compiled code has nobody to ask for modules: what is Node's own is required instead.
    supported: { "dynamic-import": false },
    banner: { js: "(function (require) { const module = { exports: {} };" },
    footer: { js: "return module.exports; })" },
    metafile: true,
  });
  const [path = ""] = Object.keys(metafile.outputs);
  // esbuild leaves regular expressions as they are.
  const [near] = /.{0,40}[^\0-\x7f].{0,20}/u.exec(readFileSync(join(options.root, path), "utf8")) ?? [];
  if (near !== undefined) throw new Error(`A script is read as ASCII. Write this with escapes: ${near}`);
  return metafile;
}

/** Bundles one entry into the text of one ES module, as small as can be: it is committed. */
export async function bundleAction(
  root: string,
  entry: string,
): Promise<{ readonly text: string; readonly metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    ...common({ root, outFolder: join(root, "action") }),
    entryPoints: { index: entry },
    format: "esm",
    minify: true,
    banner: { js: banner },
    metafile: true,
    write: false,
  });
  return { text: outputFiles.map(({ text }) => text).join(""), metafile };
}

function common({ root, outFolder }: BundleOptions) {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    absWorkingDir: root,
    outdir: outFolder,
    bundle: true,
    platform: "node",
    target: "node20.19",
    // The AWS SDK's CommonJS build, which comes first otherwise, has no named exports to import.
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    plugins: [withoutDetours],
    define: { SIGNPOST_VERSION: JSON.stringify(version) },
    logLevel: "warning",
  } satisfies BuildOptions;
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
 * What packages ask for and have no use for here. commander starts subcommands that are programs of their own, of which
 * there are none. An import of node:process reads every property of it, and so opens standard input and output.
 * @actions/core brings an HTTP client along for tokens, and runs programs to tell the platform.
 */
const withoutDetours: Plugin = {
  name: "without detours",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/u.test(importer) ? { path: "nothing", namespace: "detour" } : undefined,
    );
    onResolve({ filter: /^\.\/(?:oidc-utils|platform)\.js$/ }, ({ importer }) =>
      /[\\/]@actions[\\/]core[\\/]/u.test(importer) ? { path: "nothing", namespace: "detour" } : undefined,
    );
    onResolve({ filter: /^node:process$/ }, () => ({ path: "process", namespace: "detour" }));
    onLoad({ filter: /.*/, namespace: "detour" }, ({ path }) => ({
      contents: `module.exports = ${path === "process" ? "globalThis.process" : "{}"};`,
    }));
  },
};
