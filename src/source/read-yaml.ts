import { Composer, type Document, isDocument, Lexer, Parser } from "yaml";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SourceFile } from "./document.ts";
import { findLineStarts } from "./lines.ts";
import { makeScalar, type Read } from "./node.ts";
import { findExcessiveDepth } from "./yaml-depth.ts";
import { explainYamlErrors } from "./yaml-errors.ts";
import { convertYaml } from "./yaml-values.ts";

/** Reads YAML 1.2 with the core schema, if it has at most so many tokens. */
export function readYaml(file: SourceFile, mostTokens: number): Read {
  const { text } = file;
  const at = (start: number, end: number) => ({ file: file.path, start, end });
  const lexemes = lex(text, mostTokens);
  if (lexemes.length > mostTokens) {
    const offset = measure(lexemes);
    return refuse(diagnose("file-too-complex", { most: mostTokens, what: "tokens" }, at(offset, offset + 1)));
  }
  // Before anything recursive sees the text: the parser and the composer would exhaust the stack.
  const tooDeep = findExcessiveDepth(lexemes);
  if (tooDeep !== null) return refuse(diagnose("file-too-deep", {}, at(tooDeep, tooDeep + 1)));

  const documents = compose(lexemes);
  const [first, second] = documents;
  if (first === undefined) return { root: makeScalar(null, { start: 0, end: 0 }), diagnostics: [] };
  const starts = findLineStarts(text);
  const problems = explainYamlErrors(file, starts, first);
  if (problems.length > 0) return { root: null, diagnostics: problems };
  const yaml = first.directives?.yaml;
  if (yaml?.explicit === true && yaml.version !== "1.2") {
    return refuse(diagnose("yaml-version", { version: yaml.version }, at(0, 1)));
  }
  const converted = convertYaml(file, starts, first.contents);
  if (second === undefined) return converted;
  const begin = text.lastIndexOf("---", second.contents?.range?.[0] ?? text.length);
  const several = diagnose("yaml-several-documents", {}, at(Math.max(begin, 0), Math.max(begin, 0) + 3));
  return { root: converted.root, diagnostics: [...converted.diagnostics, several] };
}

function refuse(diagnostic: Diagnostic): Read {
  return { root: null, diagnostics: [diagnostic] };
}

/** The lexer's pieces: all of them, or one more than a file may have. */
function lex(text: string, most: number): readonly string[] {
  const lexemes: string[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    lexemes.push(lexeme);
    if (lexemes.length > most) break;
  }
  return lexemes;
}

/** Where the last of the pieces begins. Marks of the lexer's own are no part of the text. */
function measure(lexemes: readonly string[]): number {
  const marks = ["\u0002", "\u0018", "\u001f"];
  return lexemes.slice(0, -1).reduce((sum, lexeme) => sum + (marks.includes(lexeme) ? 0 : lexeme.length), 0);
}

/**
 * Composes without stack traces: the library makes an error object for each complaint, and a text of nothing but
 * mistakes would spend most of its time on traces that nobody sees.
 */
function compose(lexemes: readonly string[]): readonly Document.Parsed[] {
  const traced = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return composeAll(lexemes);
  } finally {
    Error.stackTraceLimit = traced;
  }
}

function composeAll(lexemes: readonly string[]): readonly Document.Parsed[] {
  const parser = new Parser();
  // Duplicate keys are found by convertYaml: the library compares every key with every other one.
  const composer = new Composer({ version: "1.2", schema: "core", merge: false, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  const collect = (composed: Iterable<unknown>) => {
    for (const document of composed) if (isParsed(document)) documents.push(document);
  };
  for (const lexeme of lexemes) for (const token of parser.next(lexeme)) collect(composer.next(token));
  for (const token of parser.end()) collect(composer.next(token));
  collect(composer.end());
  return documents;
}

function isParsed(document: unknown): document is Document.Parsed {
  return isDocument(document);
}
