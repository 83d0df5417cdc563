/** What can't be honoured is an error, never ignored. */
import { UsageError } from "./usage-error.ts";

/**
 * Throws `UsageError` for the first of these options that was given.
 *
 * @param names - as they are keys
 * @param why - the sentence, from the option as it is written
 */
export function refuseOptions(
  options: object,
  names: readonly string[],
  why: (flag: string) => string,
): void {
  const given = new Map<string, unknown>(Object.entries(options));
  const found = names.find((name) => given.get(name) !== undefined);
  if (found === undefined) return;
  throw new UsageError(why(`--${found.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`));
}
