/** Telling a vendor that can't be reached from one that is slow. */

/** A vendor that has never answered is asked so often, */
const mostTries = 3;
/** and for so many milliseconds. */
const longestTrying = 2000;

/** Nobody was there. The SDK doesn't try again after an error that it doesn't know. */
class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Runs one try of a request. */
export type Try = <T>(attempt: () => Promise<T>) => Promise<T>;

/**
 * Gives up early while there has been no answer at all: a wrong address, no network, no name service. The SDK's own
 * patience, made for throttling, would take a quarter of a minute. After the first answer, of whatever kind, it is
 * the SDK that decides.
 *
 * @param now - milliseconds since 1970
 */
export function awaitFirstAnswer(now: () => number): Try {
  let [answered, tries] = [false, 0];
  let since: number | null = null;
  return async (attempt) => {
    since ??= now();
    try {
      const result = await attempt();
      answered = true;
      return result;
    } catch (error) {
      // What was answered has a status, also when it is an error.
      answered ||= !(error instanceof Error) || "$metadata" in error || error.name === "AbortError";
      tries += 1;
      if (answered || (tries < mostTries && now() - since < longestTrying)) throw error;
      throw new Unreachable(describe(error));
    }
  };
}

/** Where several addresses of a host were tried, Node's error has a code and no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}
