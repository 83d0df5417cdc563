/** Somebody else listens on a port that the sandbox wants. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`The port ${port} of 127.0.0.1 is in use.`, { cause });
    this.port = port;
  }
}

/** Whether an error of the system says that a port is in use. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
