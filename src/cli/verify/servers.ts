/** From host names to the servers that are asked. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { DnsServer } from "../../verify/server.ts";
import type { WrittenServer } from "./option-values.ts";

export async function findServers(written: readonly WrittenServer[]): Promise<readonly DnsServer[]> {
  return Promise.all(written.map(findServer));
}

async function findServer({ host, port }: WrittenServer): Promise<DnsServer> {
  if (isIP(host) !== 0)
    return { name: isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`, address: host, port };
  const name = port === 53 ? host : `${host}:${port}`;
  try {
    // The system's order says which family works here.
    const { address } = await lookup(host);
    return { name, address, port };
  } catch {
    return { name, address: null, port };
  }
}
