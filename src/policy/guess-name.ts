/** The nearest name that is one: `EU_A` becomes `eu-a`. Null when nothing is left of it. */
export function guessName(text: string): string | null {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return name === "" || name === text ? null : name;
}
