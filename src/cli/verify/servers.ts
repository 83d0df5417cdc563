/** From host names to the servers that are asked. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { DnsServer } from "../../verify/server.ts";
import type { WrittenServer } from "./option-values.ts";

/** What has no address is left out; who asks sees that it is missing. */
export async function findServers(written: readonly WrittenServer[]): Promise<readonly DnsServer[]> {
  const found = await Promise.all(written.map(findServer));
  return found.flatMap((server) => server ?? []);
}

async function findServer({ host, port }: WrittenServer): Promise<DnsServer | null> {
  if (isIP(host) !== 0)
    return { name: isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`, address: host, port };
  try {
    // The system's order says which family works here.
    const { address } = await lookup(host);
    return { name: port === 53 ? host : `${host}:${port}`, address, port };
  } catch {
    return null;
  }
}
