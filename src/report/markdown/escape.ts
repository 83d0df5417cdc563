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
  return renderCode(tame(text));
}

/** The same within HTML, such as the line of a fold, where Markdown is text. Plain words are no code. */
export function inHtml(text: string): string {
  if (/^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*$/u.test(text) && text.length < longest) return text;
  const entities = tame(text).replace(/[^\p{L}\p{M}\p{N} .-]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  return `<code>${entities}</code>`;
}

/** A sentence: words as they are; everything else as code, and so what stands in backticks or braces. */
export function prose(text: string): string {
  const tokens: Token[] = [];
  for (const [position, part] of tame(text)
    .split(/(`[^`]+`|\{[^{}]*\})/u)
    .entries()) {
    if (position % 2 === 1)
      tokens.push({ isCode: true, text: part.startsWith("`") ? part.slice(1, -1) : part });
    else for (const [word] of part.matchAll(/\s+|\S+/gu)) tokens.push(...readWord(word));
  }
  return joinCode(tokens)
    .map((token) => (token.isCode ? renderCode(token.text) : token.text))
    .join("")
    .trim();
}

interface Token {
  readonly isCode: boolean;
  readonly text: string;
}

const plainWord =
  /^(?!\d+(?:\.\d+){2})(?:[\p{L}\p{M}]+(?:['\u2019-][\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*(?:st|nd|rd|th|s)?)$/u;
const plainSign = /^[\u00B7\u00D7\u2192\u2212%+=]$/u;

function readWord(word: string): readonly Token[] {
  if (/^\s/u.test(word)) return [{ isCode: false, text: " " }];
  const [, before = "", within = "", after = ""] = /^(["(]*)(.*?)([)",.;:?!%]*)$/su.exec(word) ?? [];
  if (within === "") return [{ isCode: !plainSign.test(word), text: word }];
  const tokens = [
    { isCode: false, text: before },
    { isCode: !(plainWord.test(within) || plainSign.test(within)), text: within },
    { isCode: false, text: after },
  ];
  return tokens.filter((token) => token.text !== "");
}

/** Code beside code is one: the backticks of two would be taken together. */
function joinCode(tokens: readonly Token[]): readonly Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const [last, space] = [joined.at(-1), joined.at(-1)?.text === " " ? joined.at(-2) : undefined];
    if (token.isCode && last?.isCode === true) {
      joined.splice(-1, 1, { isCode: true, text: last.text + token.text });
    } else if (token.isCode && space?.isCode === true) {
      joined.splice(-2, 2, { isCode: true, text: `${space.text} ${token.text}` });
    } else joined.push(token);
  }
  return joined;
}

/**
 * Between more backticks than any inside. A bar behind a backslash can't be written in a cell (in GFM's tables the
 * backslash would be escaped, and the bar end the cell), so it becomes one that looks alike; and `##[` would be a command
 * in a log of GitHub Actions.
 */
function renderCode(text: string): string {
  const shown = text.trim().replace(/\\\|/gu, "\\\u2223").replaceAll("##[", "## [");
  if (shown === "") return "";
  const inside = shown.match(/`+/gu) ?? [];
  const ticks = "`".repeat(1 + Math.max(0, ...inside.map(({ length }) => length)));
  return /^`|`$/u.test(shown) ? `${ticks} ${shown} ${ticks}` : `${ticks}${shown}${ticks}`;
}

/** On one line, without what would steer a terminal or draw over its neighbours, and not too long. */
function tame(text: string): string {
  const shown = printable(text.slice(0, longest * 4)).replace(/(\p{M}{2})\p{M}+/gu, "$1");
  const letters = shown.length > longest ? [...shown] : [];
  return letters.length > longest ? `${letters.slice(0, longest).join("")}\u2026` : shown;
}

const longestMarked = 400;

/** A comment by which a report in a pull request is found again. No file's name can end it. */
export function marker(command: string, file: string): string {
  return `<!-- signpost:${encodeName(command)}:${encodeName(file)} -->`;
}

function encodeName(file: string): string {
  return encodeURIComponent(file.replace(/\p{Cs}/gu, "\uFFFD"))
    .replaceAll("%2F", "/")
    .replace(/-(?=-)|[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .slice(-longestMarked);
}

/** Lines within a fence that is longer than any inside. */
export function fence(language: string, text: string): readonly string[] {
  const inside = text.match(/`{3,}/gu) ?? [];
  const bar = "`".repeat(Math.max(3, ...inside.map(({ length }) => length + 1)));
  return [`${bar}${language}`, ...text.trimEnd().split("\n"), bar];
}
