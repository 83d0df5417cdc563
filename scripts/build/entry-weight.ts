import type { Metafile } from "esbuild";

/** What no command may pay for that doesn't use it. */
const heavyPackage =
  /node_modules\/((?:@aws-sdk|@smithy|@clack|@hono)\/[^/]+|cloudflare|hono|fast-xml-parser)\//;

export interface HeavyPackage {
  readonly name: string;
  /** The output file that holds it. */
  readonly via: string;
}

/**
 * The heavy packages that are loaded when the entry is: those in its own file and in every file which
 * that one imports statically, directly or not.
 */
export function findHeavyPackages(metafile: Metafile, entryPoint: string): readonly HeavyPackage[] {
  const found = new Map<string, HeavyPackage>();
  for (const file of listLoadedFiles(metafile, entryPoint)) {
    for (const input of Object.keys(metafile.outputs[file]?.inputs ?? {})) {
      const name = heavyPackage.exec(input)?.[1];
      if (name !== undefined) found.set(name, { name, via: file });
    }
  }
  return [...found.values()];
}

function listLoadedFiles(metafile: Metafile, entryPoint: string): ReadonlySet<string> {
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entryPoint)?.[0];
  // A check that looks at nothing would always be content.
  if (entry === undefined) throw new Error(`${entryPoint} is no entry of this bundle`);
  const loaded = new Set([entry]);
  for (const file of loaded) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && metafile.outputs[path] !== undefined) loaded.add(path);
    }
  }
  return loaded;
}
