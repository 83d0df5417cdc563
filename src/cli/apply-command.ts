/** The command line that would carry out what was shown. */
import { quoteForShell } from "../diagnostic/quote-for-shell.ts";
import { type WrittenAllowance, writeAllow } from "./allow.ts";
import { writeFileSize } from "./file-size.ts";
import type { Reading } from "./files.ts";

export interface ApplyWords extends Reading {
  readonly sandbox?: boolean;
  readonly provider?: string;
  readonly allow?: readonly WrittenAllowance[];
}

/** `signpost apply` of these files, with the same options. */
export function writeApply(files: readonly string[], options: ApplyWords): string {
  const words = ["signpost", "apply", ...files.map(quoteForShell)];
  if (options.root !== undefined) words.push("--root", quoteForShell(options.root));
  if (options.maxFileSize !== undefined) words.push("--max-file-size", writeFileSize(options.maxFileSize));
  if (options.sandbox) words.push("--sandbox");
  if (options.provider !== undefined) words.push("--provider", options.provider);
  return [...words, ...writeAllow(options.allow ?? [])].join(" ");
}
