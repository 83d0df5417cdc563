/** Whole lists, page by page: the SDK reads only the first page of most of them. */
import type { JsonObject } from "../resource.ts";
import { isJsonObject, readList } from "./parse-reply.ts";

/**
 * Reads pages until the reply says that it was the last one. One that says nothing of pages goes on until a page is
 * empty or brings nothing new: a list that knows no pages answers the first one for ever.
 */
export async function readAll(
  readPage: (page: number) => Promise<unknown>,
  size: number,
): Promise<readonly JsonObject[]> {
  const found = new Map<string, JsonObject>();
  for (let page = 1; ; page++) {
    const reply = await readPage(page);
    const items = isJsonObject(reply) ? readList(reply.result) : [];
    const before = found.size;
    for (const item of items) found.set(String(item.id), item);
    if (found.size === before || isLast(reply, page, size)) return [...found.values()];
  }
}

/** The size of a page is what the vendor says that it was: it may be less than was asked for. */
function isLast(reply: unknown, page: number, size: number): boolean {
  const info = isJsonObject(reply) && isJsonObject(reply.result_info) ? reply.result_info : {};
  if (typeof info.total_pages === "number") return page >= info.total_pages;
  const total = typeof info.total_count === "number" ? info.total_count : Number.POSITIVE_INFINITY;
  return page * (typeof info.per_page === "number" ? info.per_page : size) >= total;
}
