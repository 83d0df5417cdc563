/** JSON pointers (RFC 6901). */

/** The pointer to a child. */
export function extendPointer(pointer: string, segment: string | number): string {
  if (typeof segment === "number") return `${pointer}/${segment}`;
  return `${pointer}/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The names and indices on the way. */
export function splitPointer(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
