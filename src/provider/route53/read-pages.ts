/** A page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Everything in a list that is given out page by page, until there is no next one. */
export async function readPages<T>(
  fetchPage: (from: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let from: string | undefined;
  do {
    const { items, next } = await fetchPage(from);
    all.push(...items);
    from = next;
  } while (from !== undefined);
  return all;
}

/** What asks for the page that begins there. */
export function tokenOf(from: string | undefined): { readonly NextToken?: string } {
  return from === undefined ? {} : { NextToken: from };
}
