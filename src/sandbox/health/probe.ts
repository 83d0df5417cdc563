import { type ClientRequest, type RequestOptions, request as requestHttp, STATUS_CODES } from "node:http";
import { request as requestHttps } from "node:https";
import { connect } from "node:net";
import type { HealthCheckConfig } from "../route53/health-check-config.ts";

/** What one probe found. */
export interface Finding {
  readonly healthy: boolean;
  /** In Route 53's words. */
  readonly status: string;
}

/**
 * Route 53's own limits, whatever the interval is (Developer Guide, "How Route 53 determines whether a health
 * check is healthy"): HTTP connects within 4 s, answers 2 s after that, and sends what is searched within 2 s more.
 */
const patience = { connect: 4000, status: 2000, body: 2000, tcp: 10_000 } as const;

/** As much of a body as is searched. */
const searchedBytes = 5120;

/** Some endpoints let only this client through. */
const userAgent = "Amazon-Route53-Health-Check-Service (sandbox)";

/**
 * Asks an endpoint once, as one of Route 53's checkers would. Never rejects.
 * @param address Of the endpoint: an IP address.
 */
export function probe(config: HealthCheckConfig, address: string, signal: AbortSignal): Promise<Finding> {
  return config.type === "TCP" ? probeTcp(config, address, signal) : probeHttp(config, address, signal);
}

function probeTcp({ port }: HealthCheckConfig, address: string, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: port ?? 0, signal });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(patience.tcp, () => end(fail("Connection timed out.")));
    socket.once("connect", () => end({ healthy: true, status: "Success: TCP connection established" }));
    socket.once("error", (error) => end(describeError(error)));
  });
}

function probeHttp(config: HealthCheckConfig, address: string, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let request: ClientRequest | undefined;
    const end = (finding: Finding) => {
      clearTimeout(timer);
      request?.destroy();
      resolve(finding);
    };
    const waitFor = (milliseconds: number, reason: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => end(fail(reason)), milliseconds);
    };
    try {
      request = openRequest(config, address, signal);
    } catch (error) {
      // Such as a path with characters that no request line can carry.
      end(fail(error instanceof Error ? error.message : String(error)));
      return;
    }
    waitFor(patience.connect, "Connection timed out.");
    request.once("error", (error) => end(describeError(error)));
    request.once("socket", (socket) => {
      socket.once("connect", () => waitFor(patience.status, "Response timed out."));
    });
    request.once("response", (response) => {
      const code = response.statusCode ?? 0;
      const status = `HTTP Status Code ${code}, ${response.statusMessage || (STATUS_CODES[code] ?? "")}`;
      // Redirects are not followed, and count as well (Developer Guide, same page).
      if (code < 200 || code > 399) return end(fail(status));
      const { searchString } = config;
      if (searchString === null) return end({ healthy: true, status: `Success: ${status}` });
      waitFor(patience.body, "Response body timed out.");
      let body = Buffer.alloc(0);
      const judge = (complete: boolean) => {
        const searched = body.subarray(0, searchedBytes);
        if (searched.includes(searchString)) end({ healthy: true, status: `Success: ${status}` });
        else if (complete || body.length >= searchedBytes) {
          end(fail(`${status}. The search string wasn't found in the first ${searchedBytes} bytes.`));
        }
      };
      response.on("data", (chunk: Buffer) => {
        body = Buffer.concat([body, chunk]);
        judge(false);
      });
      response.once("end", () => judge(true));
      response.once("error", (error) => end(describeError(error)));
    });
    request.end();
  });
}

function openRequest(config: HealthCheckConfig, address: string, signal: AbortSignal): ClientRequest {
  const isHttps = config.type === "HTTPS" || config.type === "HTTPS_STR_MATCH";
  const { fullyQualifiedDomainName: name, resourcePath } = config;
  const port = config.port ?? (isHttps ? 443 : 80);
  const path = resourcePath === null || resourcePath === "" ? "/" : resourcePath;
  const host = name ?? (address.includes(":") ? `[${address}]` : address);
  const options: RequestOptions = {
    host: address,
    port,
    path: path.startsWith("/") ? path : `/${path}`,
    signal,
    agent: false,
    headers: {
      host: port === (isHttps ? 443 : 80) ? host : `${host}:${port}`,
      "user-agent": userAgent,
      accept: "*/*",
      connection: "close",
    },
  };
  if (!isHttps) return requestHttp(options);
  // Route 53 doesn't validate certificates, so that they can be expired or self-signed. Without a server name
  // no SNI is sent.
  const servername = config.enableSni === true && name !== null ? name : "";
  return requestHttps({ ...options, rejectUnauthorized: false, servername });
}

export function fail(reason: string): Finding {
  return { healthy: false, status: `Failure: ${reason}` };
}

export function describeError(error: Error): Finding {
  const code = "code" in error ? error.code : null;
  if (code === "ECONNREFUSED") return fail("Connection refused.");
  if (code === "ECONNRESET") return fail("The connection was closed before an answer came.");
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") return fail("No route to the endpoint.");
  return fail(error.message);
}
