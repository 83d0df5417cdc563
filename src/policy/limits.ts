/** What a policy may ask of those who compile and prove it. */

/** Nodes of all records together, parts put in place in each: what is compiled and proved in seconds. */
export const mostNodes = 100_000;
