/** The API over HTTP: the envelope, the token, the rate limit, and troubles that tests order. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context, Hono } from "hono";
import type { Trouble } from "../faults.ts";
import { type Bound, type ObservedRequest, observe } from "../observed-request.ts";
import { type Account, checkPermission } from "./account.ts";
import { CloudflareApiError, invalid } from "./api-error.ts";
import { type Allowance, describeAllowance, type Limiter, openLimiter } from "./limiter.ts";
import { type Call, type Route, routes } from "./routes.ts";
import type { CloudflareStore } from "./store.ts";

/** Where the API is, below the sandbox's address. */
export const cloudflarePath = "/client/v4";

/** Called before a request is carried out. */
export type CloudflareObserver = (
  operation: string,
  body: unknown,
  request: ObservedRequest,
) => void | Promise<void>;

export interface CloudflareOptions {
  readonly store: CloudflareStore;
  readonly account: Account;
  readonly now: () => number;
  readonly healthOf: Call["healthOf"];
  readonly troubleFor: (operation: string) => Trouble | null;
  readonly onRequest: CloudflareObserver | null;
}

export function mountCloudflare(app: Hono<Bound>, options: CloudflareOptions): void {
  const limiter = openLimiter(options.now);
  for (const route of routes) {
    app.on(route.method, cloudflarePath + route.path, (context) =>
      answerOrRefuse(context, () => answer(context, route, options), limiter),
    );
  }
  app.all(`${cloudflarePath}/*`, (context) =>
    answerOrRefuse(
      context,
      async () => {
        const message = `Could not route to ${context.req.path.slice(cloudflarePath.length)}, perhaps your object identifier is invalid?`;
        throw new CloudflareApiError(404, 7003, message);
      },
      limiter,
    ),
  );
}

async function answerOrRefuse(
  { req }: Context<Bound>,
  answerIt: () => Promise<Response>,
  limiter: Limiter,
): Promise<Response> {
  let allowance: Allowance | null = null;
  try {
    checkToken(req.header("authorization"));
    allowance = limiter.take();
    if (allowance.blocked) throw new Throttled(allowance.seconds);
    const response = await answerIt();
    return withHeaders(response, describeAllowance(allowance));
  } catch (error) {
    return withHeaders(refuse(error), allowance === null ? {} : describeAllowance(allowance));
  }
}

/** Any token will do. */
function checkToken(header: string | undefined): void {
  if (!/^Bearer \S+$/.test(header ?? "")) throw new CloudflareApiError(401, 10_000, "Authentication error");
}

async function answer(context: Context<Bound>, route: Route, options: CloudflareOptions): Promise<Response> {
  const { store, account, now, healthOf } = options;
  const text = await context.req.text();
  const body: unknown = text === "" ? null : parse(text);
  await options.onRequest?.(route.name, body, observe(context));
  if (route.subject !== null) checkPermission(account, route.subject, route.method !== "GET");
  const trouble = options.troubleFor(route.name);
  if (trouble?.kind === "dropConnection") return drop(context);
  if (trouble?.kind === "delay") await sleep(trouble.delayMs);
  // A client that waits as long as it is told would keep its test waiting.
  if (trouble?.kind === "throttle") throw new Throttled(0);
  if (trouble?.kind === "serverError") throw internalError();

  // From here to the commit nothing waits, so that no two requests can mix.
  const before = store.read();
  const outcome = route.run({
    state: before,
    account,
    now: now(),
    body,
    param: (name) => context.req.param(name) ?? "",
    query: (name) => context.req.query(name),
    healthOf,
  });
  if ("state" in outcome && outcome.state !== before) store.commit(outcome.state);
  if (trouble?.kind === "lostReply") return drop(context);
  if (trouble?.kind === "lateError") throw internalError();
  const { result } = outcome;
  const envelope = { success: true, errors: [], messages: [] };
  if (!Array.isArray(result) || route.method !== "GET") return context.json({ ...envelope, result });
  const { items, info } = page(result, context, account.paging || route.paged === true);
  return context.json({ ...envelope, result: items, result_info: info });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("the body is no JSON");
  }
}

function page(items: readonly unknown[], context: Context<Bound>, isPaged: boolean) {
  const perPage = isPaged ? Number(context.req.query("per_page") ?? 100) : Math.max(1, items.length);
  const at = isPaged ? Number(context.req.query("page") ?? 1) : 1;
  if (!(perPage >= 1 && perPage <= 5_000_000) || !(at >= 1))
    throw invalid("page and per_page must be positive");
  const shown = items.slice((at - 1) * perPage, at * perPage);
  const info = {
    page: at,
    per_page: perPage,
    count: shown.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / perPage),
  };
  return { items: shown, info };
}

/** A refusal that says when to come back. */
class Throttled extends CloudflareApiError {
  readonly seconds: number;

  constructor(seconds: number) {
    super(429, 971, "Please wait and consider throttling your request speed");
    this.seconds = seconds;
  }
}

function internalError(): CloudflareApiError {
  return new CloudflareApiError(500, 1000, "Internal error");
}

function refuse(error: unknown): Response {
  const { status, code, message } =
    error instanceof CloudflareApiError
      ? error
      : new CloudflareApiError(500, 1000, `the sandbox failed: ${String(error)}`);
  const headers = error instanceof Throttled ? { "retry-after": String(error.seconds) } : {};
  return Response.json(
    { success: false, errors: [{ code, message }], messages: [], result: null },
    { status, headers },
  );
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function drop(context: Context<Bound>): Response {
  context.env.incoming.socket.destroy();
  return new Response(null, { status: 500 });
}
