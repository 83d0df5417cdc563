/** Endpoints that answer their health checks, or don't. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Trial } from "./policies.ts";

/** An endpoint of no trial. */
export const alwaysUp = "127.9.9.9";

export interface CheckedEndpoints {
  readonly port: number;
  /** How often the endpoint that was checked least has been checked, of those that anything listens at. */
  fewestChecks(): number;
  close(): Promise<void>;
}

/** Of those that are down, every other one refuses connections; the rest answer 503. */
export async function startEndpoints(trials: readonly Trial[], port: number): Promise<CheckedEndpoints> {
  const checks = new Map<string, number>();
  const servers: Server[] = [];
  const known = new Set<string>();
  let downs = 0;
  const endpoints = trials.flatMap(({ addresses, down }) =>
    [...addresses].map(([name, address]) => ({ address, isDown: down.has(name) })),
  );
  for (const { address, isDown } of [...endpoints, { address: alwaysUp, isDown: false }]) {
    // Trials may share endpoints.
    if (known.has(address)) continue;
    known.add(address);
    if (isDown) downs += 1;
    if (isDown && downs % 2 === 0) continue;
    checks.set(address, 0);
    const server = createServer((_request, response) => {
      checks.set(address, (checks.get(address) ?? 0) + 1);
      response.writeHead(isDown ? 503 : 200, { connection: "close" }).end("ok");
    });
    servers.push(server);
    server.listen(port, address);
    await once(server, "listening");
  }
  return {
    port,
    fewestChecks: () => Math.min(...checks.values()),
    async close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
