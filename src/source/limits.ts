/** What a file may ask of its reader. Judged before anything slow or recursive sees the text. */

/** How much of a file is read. */
export interface Limits {
  /** Bytes of UTF-8. */
  readonly bytes: number;
  /**
   * Tokens of YAML as the lexer counts them: words, signs and the blanks between them. Two megabytes of policy have
   * about a million. The library takes up to ten times as long for a token as `JSON.parse` does for a value.
   */
  readonly tokens: number;
  /** Values and keys of JSON. */
  readonly jsonValues: number;
}

export const usualLimits: Limits = { bytes: 4 * 1024 * 1024, tokens: 1_300_000, jsonValues: 1_000_000 };

/** The limits of files of up to so many bytes: whoever wants larger ones wants all of what is in them. */
export function limitsFor(bytes: number): Limits {
  const factor = Math.max(1, bytes / usualLimits.bytes);
  return {
    bytes,
    tokens: Math.round(usualLimits.tokens * factor),
    jsonValues: Math.round(usualLimits.jsonValues * factor),
  };
}

/** Levels of nesting. */
export const deepest = 100;

/** Values, counted with everything that aliases repeat. */
export const mostValues = 100_000;
