import type { WrittenPlace } from "./policy.ts";
import { originOf, readItems, readKey, readText, type Written } from "./written.ts";

const lists = [
  { key: "subdivisions", kind: "subdivision" },
  { key: "countries", kind: "country" },
  { key: "continents", kind: "continent" },
] as const;

/** The places of a branch, as written. */
export function resolveFrom(written: Written): readonly WrittenPlace[] {
  if (written.value === "anywhere")
    return [{ kind: "anywhere", code: "anywhere", origin: originOf(written) }];
  return lists.flatMap(({ key, kind }) =>
    readItems(readKey(written, key)).flatMap((item) => {
      const code = readText(item);
      return code === null ? [] : [{ kind, code, origin: originOf(item) }];
    }),
  );
}
