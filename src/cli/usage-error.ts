/** The command line itself is wrong: exit 64, with one sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
