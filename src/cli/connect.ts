/** Opening the zones of checked policies: at the vendor, or in the sandbox. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy, ProviderId } from "../policy/policy.ts";
import type { Clock, Connection, ConnectOptions, Reading } from "../provider/connection.ts";
import type { Examined } from "../provider/examination.ts";
import { providers } from "../provider/registry.ts";
import type { Context } from "./context.ts";
import { connectSandbox, sandboxFolder } from "./sandbox-connection.ts";

export interface Connector {
  /** To look at it alone. Throws `ProviderError`. */
  open(provider: ProviderId, policy: Policy): Promise<Reading>;
  /** Throws `ProviderError`. */
  connect(provider: ProviderId, policy: Policy): Promise<Connection>;
  /** Throws `ProviderError` when it is interrupted. */
  examine(provider: ProviderId, policy: Policy): Promise<readonly Examined[]>;
  close(): Promise<void>;
}

export const clock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await pause(milliseconds, undefined, { signal });
    } catch (error) {
      // Woken early: whoever sleeps looks at the signal next.
      if (!signal.aborted) throw error;
    }
  },
};

/** A sandbox that can't be opened is a diagnostic. */
export async function openConnector(
  context: Context,
  sandboxed: boolean,
  { dns = false }: { readonly dns?: boolean } = {},
): Promise<Connector | Diagnostic> {
  if (sandboxed) {
    const sandbox = await connectSandbox(join(context.folder, sandboxFolder), dns);
    if ("code" in sandbox) return sandbox;
    const optionsFor = (provider: ProviderId): ConnectOptions => ({
      endpoint: sandbox.url + providers[provider].sandboxPath,
      anonymous: true,
      signal: context.signal,
      clock,
    });
    // The vendors' own would answer for the real zone.
    const serversFor = (provider: ProviderId) => {
      const port = sandbox.dnsPorts[provider];
      return port === null ? [] : [`127.0.0.1:${port}`];
    };
    return {
      // Ids in the policy are those of the real account.
      async open(provider, policy) {
        await sandbox.ensureZone(policy.zone);
        const local = providers[provider].withoutIds(policy);
        const reading = await providers[provider].openReading(local, optionsFor(provider));
        return { ...reading, nameServers: async () => serversFor(provider) };
      },
      async connect(provider, policy) {
        await sandbox.ensureZone(policy.zone);
        const local = providers[provider].withoutIds(policy);
        const connection = await providers[provider].connect(local, optionsFor(provider));
        return { ...connection, nameServers: async () => serversFor(provider) };
      },
      async examine(provider, policy) {
        await sandbox.ensureZone(policy.zone);
        return providers[provider].examine(providers[provider].withoutIds(policy), optionsFor(provider));
      },
      close: () => sandbox.close(),
    };
  }
  const optionsFor = (provider: ProviderId): ConnectOptions => ({
    endpoint: providers[provider].endpointIn(context.env),
    anonymous: false,
    signal: context.signal,
    clock,
  });
  return {
    open: (provider, policy) => providers[provider].openReading(policy, optionsFor(provider)),
    connect: (provider, policy) => providers[provider].connect(policy, optionsFor(provider)),
    examine: (provider, policy) => providers[provider].examine(policy, optionsFor(provider)),
    close: async () => {},
  };
}
