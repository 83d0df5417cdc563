/** The declarations of the public API, and of nothing else. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** Writes the `.d.ts` of the entry, and of every module that its types name, to `outFolder`. */
export function emitTypes(root: string, entry: string, outFolder: string): void {
  const emitted = emitAll(root, entry, outFolder);
  const start = join(outFolder, relative("src", entry)).replace(/\.ts$/, ".d.ts");
  for (const [path, text] of followImports(emitted, start)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function emitAll(root: string, entry: string, outFolder: string): ReadonlyMap<string, string> {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([join(root, entry)], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    rootDir: join(root, "src"),
    outDir: outFolder,
  });
  const emitted = new Map<string, string>();
  const result = program.emit(undefined, (path, text) => emitted.set(path, text), undefined, true);
  if (result.diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(result.diagnostics, formatHost(root)));
  }
  // Declarations that somebody wrote by hand beside generated code are not emitted, only read.
  for (const source of program.getSourceFiles()) {
    const path = relative(join(root, "src"), source.fileName);
    if (source.isDeclarationFile && !path.startsWith("..")) emitted.set(join(outFolder, path), source.text);
  }
  return emitted;
}

/** The files that `start` leads to, with imports that name the `.js` beside each declaration. */
function followImports(emitted: ReadonlyMap<string, string>, start: string): ReadonlyMap<string, string> {
  const wanted = new Set([start]);
  const texts = new Map<string, string>();
  for (const path of wanted) {
    const text = emitted.get(path);
    if (text === undefined) throw new Error(`the public API needs ${path}, which was not emitted`);
    for (const specifier of ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName)) {
      if (specifier.startsWith(".")) {
        wanted.add(join(dirname(path), specifier).replace(/(?:\.d)?\.ts$|\.js$/, ".d.ts"));
      } else {
        // The package has no dependencies, so the types of others would not be there.
        throw new Error(`the public API names types of ${specifier}, in ${path}`);
      }
    }
    texts.set(path, text.replace(/(["'])(\.{1,2}\/[^"']+?)(?:\.d)?\.ts\1/g, "$1$2.js$1"));
  }
  return texts;
}

function formatHost(root: string): ts.FormatDiagnosticsHost {
  return {
    getCanonicalFileName: (path) => path,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
}
