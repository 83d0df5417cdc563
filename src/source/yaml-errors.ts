import type { Document, YAMLParseError, YAMLWarning } from "yaml";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceFile } from "./document.ts";
import { lineOf } from "./lines.ts";

type Problem = YAMLParseError | YAMLWarning;

const mostReported = 3;

/**
 * The library's complaints in the words of the catalogue. A parser that lost its way complains about
 * everything after it, so of several complaints about the structure only the first is kept.
 */
export function explainYamlErrors(
  file: SourceFile,
  lineStarts: readonly number[],
  document: Document.Parsed,
): readonly Diagnostic[] {
  if (document.errors.length === 0 && document.warnings.length === 0) return [];
  const wildcard = findBareWildcard(file);
  if (wildcard !== null && document.errors.length > 0) return [wildcard];
  const problems: Problem[] = [...document.errors, ...document.warnings];
  problems.sort((a, b) => a.pos[0] - b.pos[0]);
  const [first, ...others] = problems;
  if (first === undefined) return [];
  // Text that needs quotes is a mistake of its own wherever it stands; the rest follows from the first.
  const apart = others.filter(
    (problem) =>
      problem.code === "BAD_SCALAR_START" &&
      lineOf(lineStarts, problem.pos[0]) > lineOf(lineStarts, first.pos[0]) + 1,
  );
  return [first, ...apart].slice(0, mostReported).map((problem) => explain(file, lineStarts, problem));
}

function explain(file: SourceFile, lineStarts: readonly number[], problem: Problem): Diagnostic {
  const { text } = file;
  const [start, end] = problem.pos;
  const line = lineOf(lineStarts, start);
  const lineStart = lineStarts[line - 1] ?? 0;
  const content = text.slice(lineStart, lineStarts[line] ?? text.length).replace(/\r?\n$/, "");
  const at = (from: number, to: number) => ({ file: file.path, start: from, end: Math.max(to, from + 1) });
  const glued = /^(\s*)-([A-Za-z"'{[].*)$/.exec(content);
  if (glued !== null) {
    const dash = lineStart + (glued[1] ?? "").length;
    return diagnose(
      "yaml-missing-space",
      { instead: `- ${(glued[2] ?? "").slice(0, 60)}` },
      at(dash, dash + 1),
    );
  }
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return diagnose("yaml-tab", {}, at(start, end));
    case "MULTILINE_IMPLICIT_KEY": {
      const repaired = addColon(content);
      const from = lineStart + content.length - content.trimStart().length;
      if (repaired === null) return diagnose("yaml-indentation", {}, at(from, from + 1));
      const words = { line: withoutComment(content), instead: repaired };
      return diagnose("yaml-missing-colon", words, at(from, from + words.line.length));
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      return explainSecondKey(file, lineStarts, start, at);
    case "BAD_INDENT": {
      if (!problem.message.startsWith("Flow")) return diagnose("yaml-indentation", {}, at(start, end));
      const open = problem.message.startsWith("Flow map") ? "{" : "[";
      return unclosed(open, findOpen(text, start, open), at);
    }
    case "MISSING_CHAR": {
      const quote = /Missing closing (["'])/.exec(problem.message)?.[1];
      if (quote !== undefined) return unclosed(quote, findOpenQuote(text, start, quote), at);
      if (/\bmap\b.*\}/.test(problem.message)) return unclosed("{", findOpen(text, start, "{"), at);
      if (/\bseq/.test(problem.message)) return unclosed("[", findOpen(text, start, "["), at);
      if (/^Sequence item without/.test(problem.message))
        return diagnose("yaml-indentation", {}, at(start, end));
      if (/,/.test(problem.message)) return diagnose("yaml-missing-comma", {}, at(start, end));
      return other(problem, at(start, end));
    }
    case "BLOCK_IN_FLOW":
      return diagnose("yaml-missing-comma", {}, at(start, end));
    case "BAD_SCALAR_START":
    case "BAD_ALIAS": {
      const word = /^[^\s:,[\]{}]+/.exec(text.slice(start, start + 80))?.[0] ?? text.charAt(start);
      return diagnose("yaml-quote-needed", { text: word }, at(start, start + word.length));
    }
    case "TAG_RESOLVE_FAILED":
      return diagnose("yaml-tag", { tag: text.slice(start, end) }, at(start, end));
    default:
      return other(problem, at(start, end));
  }
}

/** Either text such as `to: web: 80`, or a line that is indented further than its neighbours. */
function explainSecondKey(
  file: SourceFile,
  lineStarts: readonly number[],
  start: number,
  at: (from: number, to: number) => { file: string; start: number; end: number },
): Diagnostic {
  const line = lineOf(lineStarts, start);
  const rest = file.text.slice(start, lineStarts[line] ?? file.text.length);
  if (/:(\s|$)/.test(rest))
    return diagnose("yaml-second-value", {}, at(start, start + rest.trimEnd().length));
  // The value runs on to the next line, because that one is indented further.
  const next = lineStarts[line] ?? start;
  const indent = /^[ ]*/.exec(file.text.slice(next))?.[0].length ?? 0;
  return diagnose("yaml-indentation", {}, at(next + indent, next + indent + 1));
}

function unclosed(
  open: string,
  offset: number,
  at: (from: number, to: number) => { file: string; start: number; end: number },
): Diagnostic {
  const close = open === "{" ? "}" : open === "[" ? "]" : open;
  return diagnose("yaml-unclosed", { open, close }, at(offset, offset + 1));
}

function other(problem: Problem, place: { file: string; start: number; end: number }): Diagnostic {
  const sentence = problem.message.split("\n", 1)[0] ?? problem.code;
  const words = sentence.replace(/ at line \d+, column \d+:?$/, "").replace(/^Unexpected/, "unexpected");
  return diagnose("yaml-syntax", { problem: words.slice(0, 160) }, place);
}

/** What the line would be with its colon: `ttl 30s` and `ttl:30s` become `ttl: 30s`. */
function addColon(content: string): string | null {
  const words = withoutComment(content);
  const glued = /^([A-Za-z][\w-]*):(\S.*)$/.exec(words);
  if (glued !== null) return `${glued[1]}: ${glued[2]}`;
  const spaced = /^([A-Za-z@*."'][\w.*@"'-]*)(?:\s+([^:]*))?$/.exec(words);
  if (spaced === null) return null;
  return spaced[2] === undefined ? `${spaced[1]}:` : `${spaced[1]}: ${spaced[2]}`;
}

function withoutComment(content: string): string {
  return content
    .replace(/\s#.*$/, "")
    .trim()
    .slice(0, 80);
}

/** The last bracket before the complaint that nothing closes. */
function findOpen(text: string, before: number, open: string): number {
  const close = open === "{" ? "}" : "]";
  let pending = 0;
  for (let offset = before - 1; offset >= 0; offset -= 1) {
    const character = text.charAt(offset);
    if (character === close) pending += 1;
    else if (character === open) {
      if (pending === 0) return offset;
      pending -= 1;
    }
  }
  return before;
}

/** The quotation mark at which the text that runs to the end of the file began. */
function findOpenQuote(text: string, before: number, quote: string): number {
  let inside = false;
  let opened = before;
  for (let offset = 0; offset < before; offset += 1) {
    const character = text.charAt(offset);
    if (character === "\\" && inside && quote === '"') offset += 1;
    else if (character === "#" && !inside && /\s/.test(text.charAt(offset - 1) || " ")) {
      const newline = text.indexOf("\n", offset);
      offset = newline === -1 ? before : newline;
    } else if (character === quote) {
      inside = !inside;
      if (inside) opened = offset;
    }
  }
  return opened;
}

/** `*.app:` without quotes reads as an alias, and the library's complaint does not say so. */
function findBareWildcard(file: SourceFile): Diagnostic | null {
  const found = /^[ \t]*(\*(?:\.[\w.-]+)?)[ ]*:/m.exec(file.text);
  const name = found?.[1];
  if (found === null || name === undefined) return null;
  const start = found.index + found[0].indexOf("*");
  return diagnose("yaml-quote-needed", { text: name }, { file: file.path, start, end: start + name.length });
}
