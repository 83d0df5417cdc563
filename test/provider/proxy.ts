/** A proxy on the way to the sandbox, to see and to change what goes over the wire. */
import { createServer, request } from "node:http";
import { onTestFinished } from "vitest";

export interface Passing {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
}

/**
 * Opens a proxy until the test is over; returns its address. `withhold` names a header that is taken away; `answer`
 * may answer in the vendor's stead.
 */
export async function openProxy(
  to: string,
  {
    see,
    withhold,
    answer,
    host = "127.0.0.1",
  }: {
    readonly host?: string;
    readonly see?: (passing: Passing) => void;
    readonly withhold?: string;
    readonly answer?: (passing: Passing) => { readonly status: number; readonly body: string } | null;
  },
): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "GET", url: target = "/" } = incoming;
      const body = Buffer.concat(chunks);
      const passing = { method, target, body: body.toString("utf8") };
      see?.(passing);
      const given = answer?.(passing) ?? null;
      if (given !== null) {
        const type = given.body.startsWith("{") ? "application/json" : "text/xml";
        outgoing.writeHead(given.status, { "content-type": type }).end(given.body);
        return;
      }
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).filter(([name]) => name !== withhold),
      );
      const onward = request(new URL(target, to), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
  });
  const port = await new Promise<number>((resolve) => {
    proxy.listen(0, host, () => {
      const address = proxy.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://${host}:${port}`;
}
