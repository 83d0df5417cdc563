import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { Trouble } from "../faults.ts";
import { type Bound, type ObservedRequest, observe } from "../observed-request.ts";
import { isPortTaken, PortTaken } from "../port-taken.ts";
import type { StateStore } from "../store.ts";
import type { Limits } from "./account-limits.ts";
import { ApiError, invalidInput } from "./api-error.ts";
import { type Route, routes } from "./operations.ts";
import type { World } from "./world.ts";
import { leaf, node, parseXml, printXml, type XmlElement } from "./xml.ts";

/** Called before a request is carried out; `body` is the parsed XML, or null. */
export type RequestObserver = (
  operation: string,
  body: XmlElement | null,
  request: ObservedRequest,
) => void | Promise<void>;

export interface ServerOptions {
  readonly store: StateStore;
  readonly now: () => number;
  /** Milliseconds from a change to INSYNC. */
  readonly insyncAfterMs: number;
  readonly troubleFor: (operation: string) => Trouble | null;
  readonly onRequest: RequestObserver | null;
  readonly limits: Limits;
  readonly world: World;
  /** On the loopback interface; 0 for a free one. */
  readonly port: number;
  /** What is served beside the API. */
  readonly mount: (app: Hono<Bound>) => void;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

const version = "/2013-04-01";
const longestBody = 10 * 1024 * 1024;

/**
 * Serves the API over HTTP, on the loopback interface only.
 * @throws PortTaken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = makeApp(options);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeApp(options: ServerOptions): Hono<Bound> {
  const app = new Hono<Bound>({ strict: false });
  options.mount(app);
  const requestIds = countRequests();
  for (const route of routes) {
    app.on(route.method, version + route.path, (context) => answer(context, route, options, requestIds()));
  }
  app.notFound(({ req }) =>
    refuse(
      new ApiError(
        "UnknownOperationException",
        404,
        `The sandbox has no operation ${req.method} ${req.path}`,
      ),
      requestIds(),
    ),
  );
  app.onError((error) => refuse(error, requestIds()));
  return app;
}

async function answer(
  context: Context<Bound>,
  route: Route,
  { store, now, insyncAfterMs, troubleFor, onRequest, limits, world }: ServerOptions,
  requestId: string,
): Promise<Response> {
  checkAuthorization(context.req.header("authorization"));
  const text = await readBody(context.env.incoming);
  const body = text === "" ? null : parseXml(text);
  await onRequest?.(route.name, body, observe(context));

  const trouble = troubleFor(route.name);
  if (trouble?.kind === "dropConnection") return dropConnection(context);
  if (trouble?.kind === "delay") await sleep(trouble.delayMs);
  const refusal = troubleError(trouble);
  if (refusal !== null) return refuse(refusal, requestId);

  // From here to the commit nothing waits, so that no two requests can mix.
  const { param, query } = { param: context.req.param(), query: context.req.query() };
  const outcome = route.operate({
    state: store.read(),
    now: now(),
    insyncAfterMs,
    limits,
    world,
    path: (name) => param[name] ?? "",
    query: (name) => query[name] ?? null,
    body,
  });
  if (outcome.state !== undefined && outcome.state !== store.read()) store.commit(outcome.state);
  if (trouble?.kind === "lostReply") return dropConnection(context);
  const headers = {
    ...commonHeaders(requestId),
    ...(outcome.location === undefined ? {} : { location: outcome.location }),
  };
  return new Response(printXml(outcome.body), { status: outcome.status, headers });
}

/**
 * Reads the body as text. One that is too long is read to its end but not kept, so that the client gets
 * the answer and not a closed connection.
 */
async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= longestBody) chunks.push(bytes);
  }
  if (size > longestBody) throw invalidInput("The request is longer than 10 MB");
  return Buffer.concat(chunks).toString("utf8");
}

/** Any credentials will do, but a client that signs nothing is a client that AWS would turn away. */
function checkAuthorization(header: string | undefined): void {
  if (header === undefined || !header.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new ApiError("MissingAuthenticationToken", 403, "Missing Authentication Token");
  }
}

function troubleError(trouble: Trouble | null): ApiError | null {
  switch (trouble?.kind) {
    case "throttle":
      return new ApiError("Throttling", 400, "Rate exceeded");
    case "priorRequestNotComplete":
      return new ApiError(
        "PriorRequestNotComplete",
        400,
        "The request was rejected because Route 53 was still processing a prior request.",
      );
    case "serverError":
      return new ApiError(
        "InternalFailure",
        500,
        "The request could not be carried out because of an internal failure.",
      );
    default:
      return null;
  }
}

/** Closes the connection under the client. The response goes nowhere. */
function dropConnection(context: Context<Bound>): Response {
  context.env.incoming.socket.destroy();
  return new Response(null, { status: 500 });
}

function refuse(error: Error, requestId: string): Response {
  const { code, status, message, details } =
    error instanceof ApiError
      ? error
      : new ApiError("InternalFailure", 500, `The sandbox failed: ${error.message}`);
  const body = node("ErrorResponse", [
    node("Error", [
      leaf("Type", status < 500 ? "Sender" : "Receiver"),
      leaf("Code", code),
      leaf("Message", message),
      ...details,
    ]),
    leaf("RequestId", requestId),
  ]);
  return new Response(printXml(body), { status, headers: commonHeaders(requestId) });
}

function commonHeaders(requestId: string): Record<string, string> {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}

function countRequests(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  };
}

function listen(server: Server, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(isPortTaken(error) ? new PortTaken(wanted, error) : error));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no port was given"));
      else resolve(address.port);
    });
  });
}
