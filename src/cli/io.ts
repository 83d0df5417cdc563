/** The terminal: streams, colours, width, questions. The one place that knows there is a process around us. */
import { Chalk } from "chalk";
import type { Paint } from "../report/paint.ts";

export interface Io {
  /** The result, and nothing else. */
  readonly out: (text: string) => void;
  /** Progress, warnings and questions. */
  readonly err: (text: string) => void;
  readonly paint: { readonly out: Paint; readonly err: Paint };
  readonly width: number;
  /** Whether lines on stderr may be rewritten in place. */
  readonly live: boolean;
  /** Whether somebody is there to be asked. */
  readonly canAsk: boolean;
  /** Asks on stderr; null when interrupted or at the end of input. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | null>;
}

/** Columns where nothing says how many there are, as in a file or a log. */
const usualWidth = 100;
/** Below this no layout would help. */
const narrowest = 40;

/** The process's own streams. Output that nobody reads any more, as under `| head`, ends quietly. */
export function openTerminal(): Io {
  const { stdout, stderr, stdin, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const inCi = env.CI !== undefined && env.CI !== "" && env.CI !== "false";
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    paint: { out: paintFor(stdout.isTTY), err: paintFor(stderr.isTTY) },
    width: readWidth(env.COLUMNS) ?? (stdout.columns || usualWidth),
    live: stderr.isTTY && env.TERM !== "dumb" && !inCi,
    canAsk: stdin.isTTY && stderr.isTTY && !inCi,
    ask,
  };
}

/** COLUMNS, when it is a number that can be one. */
function readWidth(columns: string | undefined): number | null {
  return columns !== undefined && /^[1-9]\d{0,3}$/u.test(columns)
    ? Math.max(narrowest, Number(columns))
    : null;
}

/** NO_COLOR and FORCE_COLOR win over what the stream is (no-color.org, force-color.org); empty, they say nothing. */
function paintFor(isTerminal: boolean): Paint {
  const { NO_COLOR: never = "", FORCE_COLOR: always = "", TERM: term } = process.env;
  const refused = never !== "" || always === "0" || always === "false";
  const wanted = always !== "" || (isTerminal && term !== "dumb");
  return new Chalk({ level: !refused && wanted ? 1 : 0 });
}

async function ask(question: string, signal: AbortSignal): Promise<string | null> {
  // Only for who is asked: it loads much of Node.
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<null>((resolve) => prompt.once("close", () => resolve(null)));
  // While a question is open the terminal is in raw mode: Ctrl-C arrives as a key, and is passed on as what it means.
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await Promise.race([prompt.question(question, { signal }), ended]);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    prompt.close();
  }
}
