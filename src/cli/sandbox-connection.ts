/** The sandbox of the working directory: this process's own, or one that another process keeps in the foreground. */
import { join } from "node:path";
import { diagnose } from "../diagnostic/diagnose.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { ProviderId } from "../policy/policy.ts";

/** Below the working directory, so that a project has a sandbox of its own. */
export const sandboxFolder = join(".signpost", "sandbox");

export interface SandboxConnection {
  /** Each vendor's API is somewhere below. */
  readonly url: string;
  /** Where it answers DNS for each provider; null where it doesn't. */
  readonly dnsPorts: Readonly<Record<ProviderId, number | null>>;
  /** Makes the public zone if it is missing, and returns its id. */
  ensureZone(name: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * A sandbox that can't be opened is a diagnostic.
 *
 * @param dns - whether it is to answer DNS too; one that another process keeps does so anyhow
 */
export async function connectSandbox(folder: string, dns: boolean): Promise<SandboxConnection | Diagnostic> {
  const { openSandbox } = await import("../sandbox/sandbox.ts");
  try {
    const sandbox = await openSandbox({
      folder,
      now: () => Date.now(),
      ...(dns ? { dnsPort: 0, cloudflareDnsPort: 0 } : {}),
    });
    const dnsPorts = { route53: sandbox.dnsPort, cloudflare: sandbox.cloudflareDnsPort };
    return { ...sandbox, url: sandbox.route53Url, dnsPorts };
  } catch (error) {
    const running = isLocked(error) ? await findForeground(folder) : null;
    if (running !== null) return running;
    return explainSandboxError(error);
  }
}

async function findForeground(folder: string): Promise<SandboxConnection | null> {
  const { findRunning } = await import("../sandbox/control-client.ts");
  const running = await findRunning(folder);
  if (running === null) return null;
  return {
    url: running.identity.route53Url,
    dnsPorts: { route53: running.identity.dnsPort, cloudflare: running.identity.cloudflareDnsPort },
    ensureZone: (name) => running.ensureZone(name),
    // It goes on for others.
    close: async () => {},
  };
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && error.name === "SandboxLocked";
}

/** What keeps a sandbox from opening, as a diagnostic. Anything else is thrown on. */
export function explainSandboxError(error: unknown): Diagnostic {
  if (!(error instanceof Error)) throw error;
  const args = { path: sandboxFolder, detail: error.message };
  if (error.name === "SandboxLocked" && "pid" in error) {
    return diagnose("sandbox-locked", { ...args, detail: `process ${String(error.pid)} holds it` }, null);
  }
  if (error.name === "SandboxCorrupt") return diagnose("sandbox-corrupt", args, null);
  // What the file system says, such as that the directory is read-only.
  if ("syscall" in error) return diagnose("sandbox-unusable", args, null);
  throw error;
}
