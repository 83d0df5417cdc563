/** A command's surroundings, without a process: what it prints is kept. */
import type { Context } from "../../src/cli/context.ts";

export interface Heard {
  readonly context: Context;
  readonly out: () => string;
  readonly err: () => string;
}

/** A context in this folder, with nobody at the terminal. */
export function listen(folder: string): Heard {
  let [out, err] = ["", ""];
  const plain = { bold: String, dim: String, red: String, green: String, yellow: String, cyan: String };
  return {
    context: {
      io: {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        paint: { out: plain, err: plain },
        width: 100,
        live: false,
        canAsk: false,
        ask: async () => null,
      },
      signal: new AbortController().signal,
      env: {},
      folder,
      inFlight: { title: null, journal: null, undoes: null },
    },
    out: () => out,
    err: () => err,
  };
}
