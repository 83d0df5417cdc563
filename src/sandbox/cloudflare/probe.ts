/** One probe of an origin, as a monitor asks for it. */
import { type RequestOptions, request as requestHttp, STATUS_CODES } from "node:http";
import { request as requestHttps } from "node:https";
import { connect } from "node:net";
import { describeError, type Finding, fail } from "../health/probe.ts";
import { isBody } from "./fields.ts";
import type { Stored } from "./state.ts";

/** As much of a body as is searched (API reference, expected_body). */
const searchedBytes = 10 * 1024;

/** Some endpoints let only this client through. */
const userAgent =
  "Mozilla/5.0 (compatible; Cloudflare-Traffic-Manager/1.0; +https://www.cloudflare.com/traffic-manager/; sandbox)";

/**
 * Asks an origin until it answers or the retries are spent: those follow at once, and only where nothing came in time
 * (API reference, retries). Never rejects.
 * @param address An IP address.
 */
export async function probeOrigin(monitor: Stored, address: string, signal: AbortSignal): Promise<Finding> {
  const retries = numberOf(monitor.retries, 2);
  for (let attempt = 0; ; attempt += 1) {
    const finding = await probeOnce(monitor, address, signal);
    if (!timeouts.includes(finding.status) || attempt >= retries || signal.aborted) return finding;
  }
}

const timedOut = "Failure: HTTP timeout occurred";
const tcpTimedOut = "Failure: TCP connection timed out";
const timeouts: readonly string[] = [timedOut, tcpTimedOut];

function probeOnce(monitor: Stored, address: string, signal: AbortSignal): Promise<Finding> {
  if (monitor.type === "http" || monitor.type === "https") return probeHttp(monitor, address, signal);
  if (monitor.type === "tcp") return probeTcp(monitor, address, signal);
  return Promise.resolve({
    healthy: true,
    status: `Success: the sandbox doesn't probe ${String(monitor.type)}`,
  });
}

async function probeTcp(monitor: Stored, address: string, signal: AbortSignal): Promise<Finding> {
  const timeoutMs = numberOf(monitor.timeout, 5) * 1000;
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: numberOf(monitor.port, 0), signal });
    const end = (finding: Finding) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(finding);
    };
    const timer = setTimeout(() => end({ healthy: false, status: tcpTimedOut }), timeoutMs);
    socket.once("connect", () => end({ healthy: true, status: "Success: TCP connection established" }));
    socket.once("error", (error) => end(describeError(error)));
  });
}

function probeHttp(monitor: Stored, address: string, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    const request = openRequest(monitor, address, signal);
    const end = (finding: Finding) => {
      clearTimeout(timer);
      request.destroy();
      resolve(finding);
    };
    const timeoutMs = numberOf(monitor.timeout, 5) * 1000;
    const timer = setTimeout(() => end({ healthy: false, status: timedOut }), timeoutMs);
    request.on("error", (error) => end(describeError(error)));
    request.once("response", (response) => {
      const code = response.statusCode ?? 0;
      const status = `HTTP Status Code ${code}, ${response.statusMessage || (STATUS_CODES[code] ?? "")}`;
      if (!isExpected(code, String(monitor.expected_codes ?? "200"))) return end(fail(status));
      const text = String(monitor.expected_body ?? "").toLowerCase();
      if (text === "") return end({ healthy: true, status: `Success: ${status}` });
      let body = Buffer.alloc(0);
      const judge = (complete: boolean) => {
        const searched = body.subarray(0, searchedBytes).toString("utf8").toLowerCase();
        if (searched.includes(text)) end({ healthy: true, status: `Success: ${status}` });
        else if (complete || body.length >= searchedBytes)
          end(fail(`${status}. The expected body wasn't found.`));
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

/** `200`, `2xx`, or several of those. */
function isExpected(code: number, expected: string): boolean {
  return expected
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .some((one) => one === String(code) || (one.endsWith("xx") && one[0] === String(code)[0]));
}

function openRequest(monitor: Stored, address: string, signal: AbortSignal) {
  const isHttps = monitor.type === "https";
  const usual = isHttps ? 443 : 80;
  const port = numberOf(monitor.port, 0) || usual;
  const own = headersOf(monitor);
  const bracketed = address.includes(":") ? `[${address}]` : address;
  const host = own.host ?? (port === usual ? bracketed : `${bracketed}:${port}`);
  const options: RequestOptions = {
    host: address,
    port,
    method: String(monitor.method ?? "GET"),
    path: String(monitor.path ?? "/"),
    signal,
    agent: false,
    headers: { ...own, host, "user-agent": userAgent, accept: "*/*", connection: "close" },
  };
  if (!isHttps) return requestHttp(options);
  const name = host.replace(/:[0-9]+$/, "");
  return requestHttps({
    ...options,
    rejectUnauthorized: monitor.allow_insecure !== true,
    // An address is no server name.
    servername: own.host === undefined ? "" : name,
  });
}

/** The monitor's own headers, by their names in lower case. */
function headersOf({ header }: Stored): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(isBody(header) ? header : {}).map(([name, values]) => [
      name.toLowerCase(),
      String(Array.isArray(values) ? (values[0] ?? "") : values),
    ]),
  );
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
