/** What must not be seen of the credentials, whoever repeats it. */

interface Credentials {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** AWS repeats the headers of a request whose signature is wrong, and the session token is one of them. */
export async function secretsIn(
  credentials: () => Promise<Credentials>,
  error: unknown,
): Promise<readonly string[]> {
  // Without a reply nobody has repeated anything, and there may be no credentials.
  if (!(error instanceof Error && "$metadata" in error)) return [];
  try {
    const { secretAccessKey, sessionToken = "" } = await credentials();
    return [secretAccessKey, sessionToken].filter((secret) => secret !== "");
  } catch {
    return [];
  }
}
