/** Standard input as text. */
import { mostBytes } from "../source/limits.ts";

/** Null when it is not UTF-8. Reads little further than the largest file goes. */
export async function readStdin(): Promise<string | null> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  try {
    for await (const chunk of process.stdin) {
      if (chunk instanceof Uint8Array) text += decoder.decode(chunk, { stream: true });
      if (text.length > mostBytes) return text;
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
