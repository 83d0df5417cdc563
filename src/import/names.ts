/** Names for what has none: of what the zone calls a thing, the first that nobody has yet. */
import { guessName } from "../policy/guess-name.ts";

const longestName = 40;

export class Names {
  private readonly taken = new Set<string>();

  /**
   * Takes a name.
   *
   * @param labels - the best first
   * @param within - stands in front of one that is taken
   */
  take(labels: readonly string[], within: string, otherwise: string): string {
    const spelled = labels.flatMap((label) => spellName(label) ?? []);
    const wider = spelled.flatMap((name) => spellName(`${within}-${name}`) ?? []);
    const usual = spellName(otherwise) ?? "it";
    const free = [...spelled, ...wider, usual].find((name) => !this.taken.has(name));
    const name = free ?? this.number(spelled[0] ?? usual);
    this.taken.add(name);
    return name;
  }

  private number(name: string): string {
    for (let count = 2; ; count++) {
      const end = `-${count}`;
      const numbered = `${name.slice(0, longestName - end.length).replace(/-$/u, "")}${end}`;
      if (!this.taken.has(numbered)) return numbered;
    }
  }
}

/** A name in a policy; null where nothing but digits would be left, which says nothing. */
function spellName(label: string): string | null {
  const name = guessName(label) ?? label;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u.test(name)) return null;
  return /^[\d-]+$/u.test(name) ? null : name;
}
