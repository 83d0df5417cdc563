/**
 * Text from policies and vendors within Markdown as GitHub shows it. Nothing of it may end its cell, be markup, notify
 * somebody (`@name`) or refer to something (`#1`, `GH-1`, a URL). GitHub looks for the latter in the finished HTML, where an
 * entity is the character that it stands for, but not in code: so whatever isn't a plain word is code.
 */
import { printable } from "../text.ts";

/** What is longer than this is cut: nobody reads it, and a report has only so much room. */
const longest = 600;

/** A name, an address, a value: as code. Empty for nothing. */
export function code(text: string): string {
  const shown = tame(text).trim();
  if (shown === "") return "";
  // Backticks would end it, a bar the cell, and `##[` is a command in a log of GitHub Actions.
  return /[`|\\]|##\[/u.test(shown) ? codeInHtml(shown) : `\`${shown}\``;
}

/** The same within HTML, such as the line of a fold, where Markdown is text. */
export function codeInHtml(text: string): string {
  return `<code>${toEntities(tame(text))}</code>`;
}

/** A sentence: words as they are; everything else as code, and so what stands in backticks or braces. */
export function prose(text: string): string {
  return tame(text)
    .split(/(`[^`]+`|\{[^{}]*\})/u)
    .map((part, position) => {
      if (position % 2 === 1) return code(part.startsWith("`") ? part.slice(1, -1) : part);
      return part.replace(/[^\s\u2028\u2029]+/gu, renderWord).replace(/\s+/gu, " ");
    })
    .join("")
    .trim();
}

const plainWord = /^(?:[\p{L}\p{M}]+(?:['\u2019-][\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*(?:st|nd|rd|th|s)?)$/u;
const plainSign = /^[\u00B7\u00D7\u2192\u2212%+=]$/u;

function renderWord(word: string): string {
  const [, before = "", within = "", after = ""] = /^(["(]*)(.*?)([)",.;:?!%]*)$/su.exec(word) ?? [];
  if (within === "") return word === "%" ? word : code(word);
  const shown = plainWord.test(within) || plainSign.test(within) ? within : code(within);
  return `${before}${shown}${after}`;
}

/** On one line, without what would steer a terminal or draw over its neighbours, and not too long. */
function tame(text: string): string {
  const shown = printable(text).replace(/(\p{M}{2})\p{M}+/gu, "$1");
  const letters = shown.length > longest ? [...shown] : [];
  return letters.length > longest ? `${letters.slice(0, longest).join("")}\u2026` : shown;
}

function toEntities(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} .-]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A comment by which a report in a pull request is found again. No file's name can end it. */
export function marker(command: string, file: string): string {
  const name = encodeURIComponent(file.replace(/\p{Cs}/gu, "\uFFFD"))
    .replaceAll("%2F", "/")
    .replace(/-(?=-)|[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `<!-- signpost:${command}:${name} -->`;
}

/** Lines within a fence that is longer than any inside. */
export function fence(language: string, text: string): readonly string[] {
  const inside = text.match(/`{3,}/gu) ?? [];
  const bar = "`".repeat(Math.max(3, ...inside.map(({ length }) => length + 1)));
  return [`${bar}${language}`, ...text.trimEnd().split("\n"), bar];
}
