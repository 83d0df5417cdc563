/** Standard input as text. */

/**
 * Null when it is not UTF-8. Reads little further than the largest file goes.
 *
 * @param most - bytes of a file
 */
export async function readStdin(most: number): Promise<string | null> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  try {
    for await (const chunk of process.stdin) {
      if (chunk instanceof Uint8Array) text += decoder.decode(chunk, { stream: true });
      if (text.length > most) return text;
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
