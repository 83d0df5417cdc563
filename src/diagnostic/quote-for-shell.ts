/** A word as a POSIX shell takes it back. */
export function quoteForShell(word: string): string {
  return /^[\w./:@%+=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
