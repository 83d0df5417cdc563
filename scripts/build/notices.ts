/** Bundles contain other people's work, so their licences travel with it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The text of THIRD-PARTY-NOTICES. Throws when a package in a bundle names no licence. */
export function collectNotices(root: string, metafiles: readonly Metafile[], folder: string): string {
  const folders = new Set(metafiles.flatMap(listPackageFolders));
  const sections = [...folders].map((folder) => describePackage(join(root, folder)));
  return [
    `The files in ${folder}/ contain the following packages, each under its own licence.`,
    ...new Set(sections.sort()),
    "",
  ].join(`\n\n${"-".repeat(80)}\n\n`);
}

/** The folders of all packages of which something is left in the output. */
function listPackageFolders(metafile: Metafile): readonly string[] {
  const folders = Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)];
}

function describePackage(folder: string): string {
  const manifest: PackageManifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (manifest.license === undefined) throw new Error(`${manifest.name} names no licence`);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${manifest.name} ${manifest.version} (${manifest.license})`, ...texts].join("\n\n");
}
