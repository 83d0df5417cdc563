/**
 * Starts moto, an independent imitation of AWS, as a second opinion beside our own sandbox.
 * Tests get its address from `inject("motoUrl")`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    motoUrl: string;
  }
}

const missing =
  'moto_server is not installed: run `pip install "moto[server]"` (a virtual environment on PATH is enough).';

/** The first start compiles Python's byte code, which takes long on a busy machine. */
const startupMilliseconds = 60_000;

export default async function startMoto(project: TestProject): Promise<() => Promise<void>> {
  const port = await findFreePort();
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(server, url);
  } catch (error) {
    await stop(server);
    throw error;
  }
  project.provide("motoUrl", url);
  return () => stop(server);
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

async function waitUntilReady(server: ChildProcess, url: string): Promise<void> {
  let failure: string | null = null;
  let log = "";
  server.once("error", (error: NodeJS.ErrnoException) => {
    failure = error.code === "ENOENT" ? missing : error.message;
  });
  server.once("exit", (code) => {
    failure ??= `moto_server ended with code ${code} before it answered:\n${log.trim()}`;
  });
  server.stderr?.on("data", (chunk: Buffer) => {
    // Bounded, because moto logs each request here for as long as the tests run.
    if (log.length < 10_000) log += chunk.toString();
  });
  const deadline = Date.now() + startupMilliseconds;
  while (Date.now() < deadline) {
    if (failure !== null) throw new Error(failure);
    if (await answers(url)) return;
    await sleep(100);
  }
  throw new Error(`moto_server did not answer on ${url} within ${startupMilliseconds / 1000} seconds`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  server.kill("SIGTERM");
  await once(server, "exit");
}
