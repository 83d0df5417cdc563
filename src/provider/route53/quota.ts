/** How many of something there are, and how many there may be. */
export interface Quota {
  readonly used: number;
  readonly most: number;
}

/** What the API tells of a limit; one that it doesn't tell is none. */
export function describeQuota(found: {
  readonly Count?: number | undefined;
  readonly Limit?: { readonly Value?: number | undefined } | undefined;
}): Quota {
  return { used: found.Count ?? 0, most: found.Limit?.Value ?? Number.POSITIVE_INFINITY };
}
