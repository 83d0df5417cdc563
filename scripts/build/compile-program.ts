/**
 * Has V8 compile what common commands run, and keeps the result beside the program. Functions are compiled when they
 * are first called, so it calls them: a policy is validated, and a plan goes up to its first request.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** `dist` holds the built program. */
export async function compileProgram(root: string, dist: string): Promise<void> {
  const child = fork(join(import.meta.dirname, "warm-up.ts"), [dist], {
    cwd: root,
    // What the commands print is of no interest; what goes wrong is.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, CLOUDFLARE_API_TOKEN: "a-token-that-goes-nowhere" },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`the program's first run ended with code ${String(code)}`);
}
