/** The formats of a report. A new one is a file beside this one, and a line here. */
import type { Report, Surroundings } from "./report.ts";

/** The text of a report: a pure function of it. */
export type RenderReport = (report: Report, surroundings: Surroundings) => string;

interface Format {
  readonly title: string;
  /** Loads what renders it, which a run in another format needn't pay for. */
  readonly load: () => Promise<RenderReport>;
  /** How a file in this format begins: `--out-<format>` writes over nothing else. Null where there is no such option. */
  readonly beginning: RegExp | null;
}

export const formats = {
  json: {
    title: "JSON",
    load: async () => (await import("./json.ts")).renderJson,
    beginning: /^\{\s*"format": 1,\s*"command": /u,
  },
  markdown: {
    title: "Markdown",
    load: async () => (await import("./markdown/markdown.ts")).renderMarkdown,
    beginning: /^<!-- signpost:/u,
  },
  sarif: {
    title: "SARIF",
    load: async () => (await import("./sarif.ts")).renderSarif,
    beginning: /^\{\s*"version": "2\.1\.0",/u,
  },
  github: {
    title: "workflow commands of GitHub Actions",
    load: async () => (await import("./annotations.ts")).renderAnnotations,
    beginning: null,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

/** Those that can be written into a file beside what is shown. */
export type FileFormat = {
  [F in FormatName]: (typeof formats)[F]["beginning"] extends RegExp ? F : never;
}[FormatName];

/** Of all formats, in the order of the table. */
export const formatNames: readonly FormatName[] = listKeys(formats);

export const fileFormats: readonly FileFormat[] = formatNames.filter(isFileFormat);

function isFileFormat(format: FormatName): format is FileFormat {
  return formats[format].beginning !== null;
}

function listKeys<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  const names: K[] = [];
  for (const name in table) names.push(name);
  return names;
}
