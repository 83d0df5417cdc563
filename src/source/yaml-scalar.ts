/** How a text is written in YAML: plain where every reader takes it for text, else in quotes. */

/** What a YAML 1.2 reader with the core schema takes for something other than text. */
const coreValue =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))?$/;

/**
 * What an older reader (YAML 1.1), an editor or a person may take for something else: Norway's NO, numbers
 * with underscores, dates.
 */
const misleading =
  /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.?(?:inf|nan)|[-+]?0[box][\da-f_]+|[-+]?\d[\d_]*\.?[\d_]*(?:e[-+]?\d+)?|[-+]?\.\d[\d_]*(?:e[-+]?\d+)?|\d{4}-\d\d?-\d\d?.*)$/i;

/** Begins with nothing that has a meaning of its own, and holds no colon, comment sign, bracket or comma. */
const plain = /^(?!\.\.\.)[\p{L}\p{N}_/.($+](?:[^:#,[\]{}\p{C}\p{Z}]| (?! *$))*$/u;

const unprintable = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** Whether plain text in a file is a number, true, false or null, rather than text. */
export function isCoreValue(source: string): boolean {
  return coreValue.test(source);
}

/** The one way to write a text on one line: without quotes where they aren't needed. */
export function writeText(text: string): string {
  if (plain.test(text) && !coreValue.test(text) && !misleading.test(text)) return text;
  if (/["\\]/.test(text) && text.search(unprintable) === -1) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(unprintable, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}
