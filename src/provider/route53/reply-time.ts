/** What time it is at the vendor, by the Date header of its replies. */

export interface WatchedReplies {
  /** Hands on what a request brings, an error too. */
  readonly pass: <T>(request: () => Promise<T>) => Promise<T>;
  /** By how many milliseconds the vendor's clock was ahead in the last reply that said the time; null: none did. */
  readonly skew: () => number | null;
}

/** @param now - milliseconds since 1970 */
export function watchReplies(now: () => number): WatchedReplies {
  let skew: number | null = null;
  const note = <T>(reply: T): T => {
    skew = skewOf(reply, now()) ?? skew;
    return reply;
  };
  return {
    pass: async (request) => {
      try {
        return note(await request());
      } catch (error) {
        throw note(error);
      }
    },
    skew: () => skew,
  };
}

/** Milliseconds by which the reply's clock is ahead; null where it doesn't say. Errors carry their reply as `$response`. */
function skewOf(reply: unknown, now: number): number | null {
  const response = fieldOf(reply, "$response") ?? fieldOf(reply, "response");
  const headers = fieldOf(response, "headers");
  const date = fieldOf(headers, "date") ?? fieldOf(headers, "Date");
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isFinite(time) ? time - now : null;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  // The SDK's `$response` is no enumerable property.
  return Reflect.get(value, field);
}
