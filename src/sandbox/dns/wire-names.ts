/** A record that is in the zone, but that can't be put into a packet. */
export class Unencodable extends Error {
  override readonly name = "Unencodable";
}

/** A name out of a packet as Route 53 stores it. */
export function toStoredName(name: string): string {
  if (name === "." || name === "") return ".";
  const labels = name.replace(/\.$/, "").toLowerCase().split(".");
  return labels.map((label) => `${label.replace(/[^a-z0-9_-]/g, escapeOctal)}.`).join("");
}

/**
 * A stored name, or one as a value holds it, for a packet.
 * @throws Unencodable for a label with a dot or with bytes outside ASCII: the packet library can't carry those.
 */
export function toWireName(name: string): string {
  const labels = name.replace(/\.$/, "").split(".");
  return labels
    .map((label) => {
      const plain = label.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      if (/[.\u0080-\uffff]/.test(plain)) throw new Unencodable(`the name ${name} has bytes outside ASCII`);
      return plain;
    })
    .join(".");
}

function escapeOctal(char: string): string {
  return `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
