import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { isPortTaken, PortTaken } from "../port-taken.ts";
import { type Responder, respond } from "./respond.ts";

export interface DnsServer {
  readonly port: number;
  close(): Promise<void>;
}

const host = "127.0.0.1";

/** A client that says nothing for so long has forgotten us (RFC 7766, section 6.2.3: "in the order of seconds"). */
const idleMs = 10_000;
const mostConnections = 256;
const attemptsAtFreePort = 10;

/**
 * Answers DNS over UDP and TCP on one port of the loopback interface.
 * @param port 0 for a free one.
 * @throws PortTaken.
 */
export async function startDnsServer(port: number, responder: Responder): Promise<DnsServer> {
  for (let attempt = 1; ; attempt += 1) {
    const udp = await listenUdp(port, responder).catch((error: unknown) => {
      throw tellPort(error, port);
    });
    const got = udp.address().port;
    try {
      const tcp = await listenTcp(got, responder);
      return { port: got, close: () => closeBoth(udp, tcp) };
    } catch (error) {
      udp.close();
      // A port that is free for UDP can be taken for TCP: with a free choice, another one will do.
      if (port !== 0 || attempt === attemptsAtFreePort || !isPortTaken(error)) throw tellPort(error, port);
    }
  }
}

function tellPort(error: unknown, port: number): unknown {
  return isPortTaken(error) ? new PortTaken(port, error) : error;
}

function listenUdp(port: number, responder: Responder): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.on("message", (packet, { address, port: from }) => {
      const answer = respond(packet, { kind: "udp", source: address }, responder);
      // A client that has gone away is its own affair.
      if (answer !== null) socket.send(answer, from, address, () => {});
    });
    socket.bind(port, host, () => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve(socket);
    });
  });
}

function listenTcp(port: number, responder: Responder): Promise<{ server: Server; open: Set<Socket> }> {
  return new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      serveConnection(socket, responder);
    });
    server.maxConnections = mostConnections;
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      server.on("error", () => {});
      resolve({ server, open });
    });
  });
}

/** Messages with their lengths before them, any number on one connection, answered in their order (RFC 7766). */
function serveConnection(socket: Socket, responder: Responder): void {
  const source = socket.remoteAddress ?? host;
  let waiting: Buffer = Buffer.alloc(0);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 2) {
      const length = waiting.readUInt16BE(0);
      if (waiting.length < length + 2) return;
      const answer = respond(waiting.subarray(2, length + 2), { kind: "tcp", source }, responder);
      waiting = waiting.subarray(length + 2);
      if (answer === null) {
        socket.destroy();
        return;
      }
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([prefix, answer]));
    }
  });
}

function closeBoth(udp: UdpSocket, { server, open }: { server: Server; open: Set<Socket> }): Promise<void> {
  return new Promise((resolve) => {
    for (const socket of open) socket.destroy();
    server.close(() => udp.close(() => resolve()));
  });
}
