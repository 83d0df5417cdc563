/** What a file may ask of its reader. Judged before anything slow or recursive sees the text. */

/** Bytes of UTF-8. */
export const mostBytes = 4 * 1024 * 1024;

/** Levels of nesting. */
export const deepest = 100;

/** Values, counted with everything that aliases repeat. */
export const mostValues = 100_000;

/**
 * Tokens of YAML as the lexer counts them: words, signs and the blanks between them. Two megabytes of policy have
 * about a million. The library takes up to ten times as long for a token as `JSON.parse` does for a value.
 */
export const mostTokens = 1_300_000;

/** Values and keys of JSON. */
export const mostJsonValues = 1_000_000;
