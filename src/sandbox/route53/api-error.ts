/** An element of an answer. */
interface ErrorDetail {
  readonly name: string;
  readonly children: readonly ErrorDetail[];
  readonly text: string;
}

/** An answer that refuses a request, in the API's own words. The server turns it into an ErrorResponse. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  /** What the answer holds beside the message. */
  readonly details: readonly ErrorDetail[];

  constructor(code: string, status: number, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** 400 InvalidInput: the request itself makes no sense, whatever the zone holds. */
export function invalidInput(message: string): ApiError {
  return new ApiError("InvalidInput", 400, message);
}

/** 404 for a zone id that is unknown here. */
export function noSuchHostedZone(id: string): ApiError {
  return new ApiError("NoSuchHostedZone", 404, `No hosted zone found with ID: ${id}`);
}

/** 404 for a health check id that is unknown here. */
export function noSuchHealthCheck(id: string): ApiError {
  return new ApiError("NoSuchHealthCheck", 404, `A health check with id ${id} does not exist.`);
}

/** 400 with every message of a refused batch, as Route 53 joins them: "[m1, m2]". */
export function invalidChangeBatch(messages: readonly string[]): ApiError {
  return new ApiError("InvalidChangeBatch", 400, `[${messages.join(", ")}]`);
}
