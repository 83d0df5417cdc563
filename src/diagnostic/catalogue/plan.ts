/** What the plan room says. */
export const planEntries = {} as const;
