import type { Context, Hono } from "hono";
import type { Bound } from "./observed-request.ts";

/** What one check says of an endpoint. */
export interface EndpointCheck {
  readonly provider: "route53" | "cloudflare";
  /** Of the health check or the monitor. */
  readonly id: string;
  readonly type: string;
  readonly healthy: boolean;
  /** What was seen last; null before the first report. */
  readonly status: string | null;
}

/** What an endpoint's checks say of it. */
export interface EndpointStatus {
  /** The address, or the name where the check has no address. */
  readonly target: string;
  readonly healthy: boolean;
  /** Whether it was set down by hand. */
  readonly setDown: boolean;
  readonly checks: readonly EndpointCheck[];
}

/** Says which sandbox answers. */
export interface Identity {
  readonly sandbox: 1;
  /** Where its state is: an absolute path. */
  readonly folder: string;
  readonly pid: number;
  /** Whether it serves until it is told to stop, and not for one command. */
  readonly foreground: boolean;
  readonly route53Url: string;
  /** Null: it answers no DNS. */
  readonly dnsPort: number | null;
  readonly cloudflareUrl: string;
  /** Of Cloudflare's DNS. Null: it answers none. */
  readonly cloudflareDnsPort: number | null;
  readonly probing: boolean;
}

/** What can be asked of a running sandbox, beside the vendors' APIs. */
export interface Controls {
  readonly identity: () => Identity;
  /** Makes a public zone at each vendor if it is missing, and returns its id at Route 53. */
  readonly ensureZone: (name: string) => string;
  readonly listEndpoints: () => readonly EndpointStatus[];
  readonly setDown: (targets: readonly string[], down: boolean) => void;
}

/** Where the routes are. No vendor has anything there. */
export const controlPath = "/_signpost";

/**
 * A page in somebody's browser can send requests to this machine, but not with a header of its own, as long as
 * nobody answers its preflight; nor can a name that was made to point here get past the Host header.
 */
export const controlHeader = "x-signpost-sandbox";

/** Adds the routes by which this machine's own commands steer the sandbox. */
export function mountControls(app: Hono<Bound>, controls: Controls): void {
  const guarded =
    (answer: (context: Context<Bound>) => Promise<object>) =>
    async (context: Context<Bound>): Promise<Response> => {
      if (!isOurs(context)) return context.json({ error: "not for browsers" }, 403);
      try {
        return context.json(await answer(context));
      } catch (error) {
        return context.json({ error: error instanceof Error ? error.message : String(error) }, 400);
      }
    };
  app.get(
    controlPath,
    guarded(async () => controls.identity()),
  );
  app.get(
    `${controlPath}/endpoints`,
    guarded(async () => ({ endpoints: controls.listEndpoints() })),
  );
  app.post(
    `${controlPath}/endpoints`,
    guarded(async ({ req }) => {
      const body: unknown = await req.json();
      controls.setDown(readTexts(body, "targets"), readBoolean(body, "down"));
      return { endpoints: controls.listEndpoints() };
    }),
  );
  app.post(
    `${controlPath}/zones`,
    guarded(async ({ req }) => {
      const body: unknown = await req.json();
      return { id: controls.ensureZone(readText(body, "name")) };
    }),
  );
}

function isOurs({ req }: Context<Bound>): boolean {
  const host = (req.header("host") ?? "").replace(/:[0-9]+$/, "");
  return req.header(controlHeader) !== undefined && (host === "127.0.0.1" || host === "localhost");
}

function readMember(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  return Object.entries(body).find(([key]) => key === name)?.[1];
}

function readText(body: unknown, name: string): string {
  const value = readMember(body, name);
  if (typeof value !== "string") throw new Error(`${name} must be a text`);
  return value;
}

function readTexts(body: unknown, name: string): readonly string[] {
  const value = readMember(body, name);
  if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
  return value.map((one: unknown) => {
    if (typeof one !== "string") throw new Error(`${name} must be a list of texts`);
    return one;
  });
}

function readBoolean(body: unknown, name: string): boolean {
  const value = readMember(body, name);
  if (typeof value !== "boolean") throw new Error(`${name} must be true or false`);
  return value;
}
