/** A refusal in Cloudflare's envelope. */
export class CloudflareApiError extends Error {
  override readonly name = "CloudflareApiError";
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** 400, 1002: a field is out of range, or missing. */
export function invalid(message: string): CloudflareApiError {
  return new CloudflareApiError(400, 1002, `${message}: validation failed`);
}

/** 412, 1005: something still refers to it. */
export function stillReferenced(): CloudflareApiError {
  return new CloudflareApiError(412, 1005, "This object is referenced by other objects, delete them first.");
}

/** 404, 1001. */
export function notFound(what: string): CloudflareApiError {
  return new CloudflareApiError(404, 1001, `${what} not found`);
}
