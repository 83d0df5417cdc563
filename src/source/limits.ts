/** What a file may ask of its reader. */

/** Levels of nesting. */
export const deepest = 100;

/** Values, counted with everything that aliases repeat. */
export const mostValues = 100_000;
