import type { Metafile } from "esbuild";

/** What no command may pay for that doesn't use it. */
const heavyPackage =
  /node_modules\/((?:@aws-sdk|@smithy|@clack|@hono)\/[^/]+|cloudflare|hono|fast-xml-parser)\//;

export interface HeavyPackage {
  readonly name: string;
  /** The file that imports it. */
  readonly via: string;
}

/** The heavy packages that run when the entry does: what it imports statically, directly or not. */
export function findHeavyPackages(metafile: Metafile, entry: string): readonly HeavyPackage[] {
  // A check that looks at nothing would always be content.
  if (metafile.inputs[entry] === undefined) throw new Error(`${entry} is not in this bundle`);
  const kept = new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  );
  const found = new Map<string, HeavyPackage>();
  const importers = new Map<string, string>([[entry, entry]]);
  for (const [path, importer] of importers) {
    const name = heavyPackage.exec(path)?.[1];
    if (name !== undefined && kept.has(path) && !found.has(name)) found.set(name, { name, via: importer });
    for (const next of metafile.inputs[path]?.imports ?? []) {
      if (next.kind !== "dynamic-import" && !importers.has(next.path)) importers.set(next.path, path);
    }
  }
  return [...found.values()];
}
