/** Everything on standard input. */
import { buffer } from "node:stream/consumers";

export function readStdin(): Promise<Uint8Array> {
  return buffer(process.stdin);
}
