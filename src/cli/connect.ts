/** Opening the zones of checked policies: at the vendor, or in the sandbox. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Policy, ProviderId } from "../policy/policy.ts";
import type { Clock, Connection } from "../provider/connection.ts";
import { providers } from "../provider/registry.ts";
import type { Context } from "./context.ts";
import { connectSandbox, sandboxFolder } from "./sandbox-connection.ts";

export interface Connector {
  /** Throws `ProviderError`. */
  connect(provider: ProviderId, policy: Policy): Promise<Connection>;
  close(): Promise<void>;
}

const clock: Clock = {
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
export async function openConnector(context: Context, sandboxed: boolean): Promise<Connector | Diagnostic> {
  if (sandboxed) {
    const sandbox = await connectSandbox(join(context.folder, sandboxFolder));
    if ("code" in sandbox) return sandbox;
    return {
      async connect(provider, policy) {
        await sandbox.ensureZone(policy.zone);
        // The id in the policy is that of the real zone.
        const { route53, ...others } = policy.providers;
        const settings =
          route53 === undefined ? others : { ...others, route53: { ...route53, hostedZoneId: null } };
        const { route53Url: endpoint } = sandbox;
        const options = { endpoint, anonymous: true, signal: context.signal, clock };
        return providers[provider].connect({ ...policy, providers: settings }, options);
      },
      close: () => sandbox.close(),
    };
  }
  // The SDK reads these by itself; whether an emulator on this machine is meant matters to us too.
  const endpoint = context.env.AWS_ENDPOINT_URL_ROUTE_53 ?? context.env.AWS_ENDPOINT_URL ?? null;
  return {
    connect: (provider, policy) =>
      providers[provider].connect(policy, { endpoint, anonymous: false, signal: context.signal, clock }),
    close: async () => {},
  };
}
