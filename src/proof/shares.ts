/** Answers as shares of clients for each endpoint. */

/** One thing that clients may be told, and how often. */
export interface Told {
  /** Empty: no answer. */
  readonly endpoints: readonly string[];
  readonly share: number;
}

export interface EndpointShare {
  /** Null: no answer. */
  readonly endpoint: string | null;
  /** 0 to 1; those of all endpoints add up to 1. */
  readonly share: number;
}

/** Clients dial the first of several addresses, and the order rotates: each gets its part. */
export function endpointsTold({ endpoints }: Told): readonly (string | null)[] {
  return endpoints.length === 0 ? [null] : endpoints;
}

/** The share of each of these endpoints, in their order. */
export function sharesAmong(
  endpoints: readonly (string | null)[],
  answers: readonly Told[],
): readonly EndpointShare[] {
  const shares = new Map<string | null, number>();
  for (const told of answers) {
    const among = endpointsTold(told);
    for (const endpoint of among) {
      shares.set(endpoint, (shares.get(endpoint) ?? 0) + told.share / among.length);
    }
  }
  return endpoints.map((endpoint) => ({ endpoint, share: shares.get(endpoint) ?? 0 }));
}

/** Every endpoint in any of these answers, each once, in the order in which they are first told. */
export function endpointsIn(...answers: readonly (readonly Told[])[]): readonly (string | null)[] {
  return [...new Set(answers.flat().flatMap(endpointsTold))];
}
