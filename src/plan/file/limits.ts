/** What can be said of saved plans without reading one. */

/** Seconds; what is older has nothing to do with the zone any more. */
export const longestLifetime = 7 * 24 * 60 * 60;

/** Whether the text could be a digest. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/u.test(text);
}
