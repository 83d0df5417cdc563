/**
 * The nearest name that is one: `EU_A` becomes `eu-a`, `Café` becomes `cafe`. Null when nothing is left of it, and for
 * letters that have no Latin base, which a guess would drop.
 */
export function guessName(text: string): string | null {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  if (/(?![a-z])\p{L}/iu.test(plain)) return null;
  const name = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return name === "" || name === text ? null : name;
}
