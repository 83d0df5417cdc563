/** What other tools leave in a zone to say that a name is their own. */
import { recordTypes } from "../policy/policy.ts";

export interface ToolMark {
  readonly tool: string;
  /** The names that it may be about, with the types that would stand there. */
  readonly meanings: readonly { readonly name: string; readonly types: readonly string[] }[];
}

/** The record types that external-dns puts in front of a name, and what they are at a vendor: its CNAMEs may be aliases. */
const typesInFront: Readonly<Record<string, readonly string[]>> = {
  a: ["A"],
  aaaa: ["AAAA"],
  cname: ["CNAME", "A", "AAAA"],
};

/**
 * Reads the mark of another tool; null when the record is none. external-dns puts a TXT with `heritage=external-dns` at
 * the name, or (since 0.12) at the name with the record type in front, so that one at `a-b.x` is about `a-b.x` or about
 * `b.x`; octoDNS makes helpers `_octodns-….<name>` and, on request, `_owner.<type>.<name>`.
 *
 * @param name - lower-case, without the trailing dot
 */
export function readToolMark(name: string, values: readonly string[]): ToolMark | null {
  const octo = /^_octodns-[^.]*\.(?<name>.+)$/u.exec(name) ?? /^_owner\.[^.]+\.(?<name>.+)$/u.exec(name);
  if (octo?.groups?.name !== undefined) {
    return { tool: "octoDNS", meanings: [{ name: octo.groups.name, types: recordTypes }] };
  }
  const heritage = values.find((value) => value.includes("heritage=external-dns"));
  if (heritage === undefined) return null;
  const owner = /external-dns\/owner=(?<owner>[^,"]*)/u.exec(heritage)?.groups?.owner;
  const { type, name: rest } = /^(?<type>[a-z]+)-(?<name>.+)$/u.exec(name)?.groups ?? {};
  const types = type !== undefined && Object.hasOwn(typesInFront, type) ? typesInFront[type] : undefined;
  return {
    tool: owner === undefined ? "external-dns" : `external-dns (owner ${owner})`,
    meanings: [
      { name, types: recordTypes },
      ...(rest === undefined || types === undefined ? [] : [{ name: rest, types }]),
    ],
  };
}

/** Whose names are by these marks. Where nothing stands yet, a mark may be about any of its meanings. */
export function ownersByMark(
  marks: readonly ToolMark[],
  stands: (name: string, types: readonly string[]) => boolean,
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { tool, meanings } of marks) {
    const standing = meanings.filter(({ name, types }) => stands(name, types));
    for (const { name } of standing.length > 0 ? standing : meanings) {
      if (!owners.has(name)) owners.set(name, tool);
    }
  }
  return owners;
}
