/** What the cli room says. */
export const cliEntries = {} as const;
